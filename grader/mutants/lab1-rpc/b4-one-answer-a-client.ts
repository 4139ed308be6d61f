import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B4',
  what: 'Of each client only the answer to its youngest call is kept.',
  killers: ['1b-overtaken', '1b-swarm'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  protected override remember(record: ClientRecord, number: number, result: Result): ClientRecord {
    const youngest = Math.max(0, ...Object.keys(record.results).map(Number));
    return number < youngest ? record : { ...record, results: { [number]: result } };
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
