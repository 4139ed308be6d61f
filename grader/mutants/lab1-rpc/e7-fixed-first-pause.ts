import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own E7',
  what: 'The first pause is the same on every line.',
  killers: ['1e-thrift'],
  rule: 'thrift',
});

class Mutant extends RpcClient {
  protected override patienceWith(): Millis {
    return 300;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
