import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B9',
  what: 'A call below the youngest that was executed is taken for an old copy.',
  killers: ['1b-overtaken', '1b-swarm'],
  rule: 'answered-in-the-end',
});

class Mutant extends AtMostOnceServer {
  protected override isSettled({ results }: ClientRecord, number: number): boolean {
    return number < Math.max(0, ...Object.keys(results).map(Number));
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
