/** What the server knows of its clients: in this life, and on the disk. */
import type { NodeId } from '#harness';
import type { Books, CallId, Result, ServerEnv } from '../../../../../labs/lab1-rpc/types.ts';
import { nameOf, type CallName } from './protocol.ts';
import { add, includes, type Ranges } from './ranges.ts';

/** A reply that its client has not acknowledged, and where to. */
export type Unacknowledged = { readonly to: NodeId; readonly result: Result };
type Client = {
  readonly acknowledged: Ranges;
  readonly replies: { readonly [number: string]: Unacknowledged };
};
type All = { readonly [client: string]: Client };

export function openMemory(env: ServerEnv) {
  /** Ahead of the disk by acknowledgements only: what a crash forgets of them is told again. */
  let all = (env.disk.load('memory') ?? {}) as All;
  const clientOf = ({ client }: CallName): Client =>
    all[client] ?? { acknowledged: [], replies: {} };

  return {
    reply: (name: CallName): Unacknowledged | undefined => clientOf(name).replies[name.number],
    isOver: (name: CallName): boolean => includes(clientOf(name).acknowledged, name.number),
    unacknowledged: (): CallName[] =>
      Object.entries(all).flatMap(([client, { replies }]) =>
        Object.keys(replies).map((number) => ({ client, number: Number(number) })),
      ),
    /** The books and the reply in one save. */
    commit(name: CallName, books: Books, reply: Unacknowledged): void {
      const client = clientOf(name);
      const replies = { ...client.replies, [name.number]: reply };
      env.disk.save({ books, memory: { ...all, [name.client]: { ...client, replies } } });
      // What the disk hands out is frozen, and is saved again without being copied.
      all = env.disk.load('memory') as All;
    },
    /** Saved with the next execution, for nothing is lost if it is not. */
    release(id: CallId): void {
      const name = nameOf(id);
      if (name.client === '' || !Number.isSafeInteger(name.number)) return;
      const { [name.number]: _, ...replies } = clientOf(name).replies;
      const acknowledged = add(clientOf(name).acknowledged, name.number);
      all = { ...all, [name.client]: { acknowledged, replies } };
    },
  };
}
