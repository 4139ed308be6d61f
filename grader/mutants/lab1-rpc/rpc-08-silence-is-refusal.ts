import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Outcome } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'RPC-08',
  what: 'At its deadline a call is said not to have been executed.',
  killers: ['1a-nobody-there', '1a-swarm'],
  rule: 'honest-outcome',
});

class Mutant extends RpcClient {
  protected override outcomeAtDeadline(): Outcome {
    return { status: 'refused', reason: 'no-such-method' };
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
