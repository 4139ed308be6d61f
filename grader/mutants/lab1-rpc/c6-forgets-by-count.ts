import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C6',
  what: 'Of each client the last fifty answers are kept, though it may still ask for an older one.',
  killers: ['1c-forgetting'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  protected override forget(record: ClientRecord, told: number): ClientRecord {
    const { settled, results } = super.forget(record, told);
    return { settled, results: Object.fromEntries(Object.entries(results).slice(-50)) };
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
