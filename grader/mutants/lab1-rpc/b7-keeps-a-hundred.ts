import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B7',
  what: 'Of each client the last hundred answers are kept, and whatever is older is taken for new.',
  killers: ['1b-ghost'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  protected override forget({ results }: ClientRecord): ClientRecord {
    const youngest = Object.entries(results).slice(-100);
    return { settled: 0, results: Object.fromEntries(youngest) };
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
