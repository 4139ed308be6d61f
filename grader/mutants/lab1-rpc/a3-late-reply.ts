import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { ReplyMessage } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A3',
  what: 'A reply to an earlier call, come late, settles the call that is open now.',
  killers: ['1a-crossed-replies', '1a-swarm'],
  rule: 'own-reply',
});

class Mutant extends RpcClient {
  protected override isReplyTo({ id }: ReplyMessage, _from: NodeId, call: OpenCall): boolean {
    return Number(id.split('/').at(-1)) <= call.number;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
