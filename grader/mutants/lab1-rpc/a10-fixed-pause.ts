import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A10',
  what: 'Every pause is drawn from the range of the first.',
  killers: ['1a-herd'],
  rule: 'backs-off',
});

class Mutant extends RpcClient {
  protected override nextPause(_attempt: number, patience: Millis, draw: number): Millis {
    return super.nextPause(0, patience, draw);
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
