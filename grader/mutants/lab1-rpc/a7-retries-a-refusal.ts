import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { ReplyMessage } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A7',
  what: 'A refusal is taken for one more failed try.',
  killers: ['1a-nobody-there'],
  rule: 'honest-outcome',
});

class Mutant extends RpcClient {
  protected override isReplyTo(reply: ReplyMessage, from: NodeId, call: OpenCall): boolean {
    return super.isReplyTo(reply, from, call) && reply.result.status === 'ok';
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
