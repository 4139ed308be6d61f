import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { ReplyMessage, RequestMessage } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'RPC-01',
  what: 'A request is named by the moment in which it is sent, so a try is a call of its own.',
  killers: ['1b-lost-reply', '1b-swarm'],
  rule: 'one-call-one-id',
});

class Mutant extends RpcClient {
  readonly #asked = new Map<string, OpenCall>();

  protected override requestOf(call: OpenCall): RequestMessage {
    const id = `${call.id}${Math.round(this.env.now() * 1000)}`;
    this.#asked.set(id, call);
    return { ...super.requestOf(call), id };
  }

  protected override isReplyTo({ id }: ReplyMessage, _from: NodeId, call: OpenCall): boolean {
    return this.#asked.get(id) === call;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
