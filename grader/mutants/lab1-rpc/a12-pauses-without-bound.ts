import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A12',
  what: 'The pauses double without end.',
  killers: ['1a-herd'],
  rule: 'keeps-trying',
});

class Mutant extends RpcClient {
  protected override nextPause(attempt: number, patience: Millis, draw: number): Millis {
    return patience * 2 ** attempt * (1 + draw);
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
