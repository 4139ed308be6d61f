import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type ClientRecord } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-03',
  what: 'A request is a duplicate only if it has the number of the last call that was executed.',
  killers: ['1b-overtaken', '1b-ghost', '1b-swarm'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  protected override isSettled(): boolean {
    return false;
  }

  protected override remember(
    { settled }: ClientRecord,
    number: number,
    result: Result,
  ): ClientRecord {
    return { settled, results: { [number]: result } };
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
