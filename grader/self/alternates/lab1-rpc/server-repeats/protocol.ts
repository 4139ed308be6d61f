/** What client and server of this design say to each other beside requests and replies. */
import type { Plain } from '#harness';
import type { CallId } from '../../../../../labs/lab1-rpc/types.ts';

/** A call's name: its client, and its number among that client's calls. */
export type CallName = { readonly client: string; readonly number: number };

export const idOf = ({ client, number }: CallName): CallId => `${number}@${client}`;

export function nameOf(id: CallId): CallName {
  const at = id.indexOf('@');
  return { client: id.slice(at + 1), number: Number(id.slice(0, at)) };
}

/**
 * A note of the client: nobody will ask for this call again, and its reply need not be sent again.
 */
export const acknowledgement = (id: CallId): Plain => ({ acknowledged: id });

export function acknowledged(note: Plain): CallId | undefined {
  const { acknowledged: id } = (note ?? {}) as { readonly acknowledged?: unknown };
  return typeof id === 'string' ? id : undefined;
}
