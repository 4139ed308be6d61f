import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Outcome } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own E6',
  what: 'Every answer is acknowledged by a message of its own.',
  killers: ['1e-thrift'],
  rule: 'thrift',
});

class Mutant extends RpcClient {
  protected override settle(call: OpenCall, outcome: Outcome): void {
    super.settle(call, outcome);
    this.env.net.send(call.to, { kind: 'note', extra: { answered: call.id } });
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
