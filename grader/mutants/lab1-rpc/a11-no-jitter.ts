import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A11',
  what: 'The pauses grow, and are the same for all clients.',
  killers: ['1a-herd'],
  rule: 'not-in-step',
});

class Mutant extends RpcClient {
  protected override nextPause(attempt: number, patience: Millis): Millis {
    return super.nextPause(attempt, patience, 1);
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
