import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own E8',
  what: 'The round trip of a call that was asked twice is measured from its last try.',
  killers: ['1e-thrift'],
  rule: 'thrift',
});

class Mutant extends RpcClient {
  protected override mayMeasure(): boolean {
    return true;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
