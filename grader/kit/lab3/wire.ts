/** Messages of this lab as a storyteller reads them: what calls carry, and how to pick them. */
import type { Match, NodeId, Plain, RpcMessage } from '#harness';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  RequestVoteArgs,
  RequestVoteReply,
} from '../../../labs/lab3-raft/types.ts';

export type Arguments = {
  readonly RequestVote: RequestVoteArgs;
  readonly AppendEntries: AppendEntriesArgs;
  readonly InstallSnapshot: InstallSnapshotArgs;
};
export type Replies = {
  readonly RequestVote: RequestVoteReply;
  readonly AppendEntries: AppendEntriesReply;
  readonly InstallSnapshot: InstallSnapshotReply;
};
export type Method = keyof Arguments;

export type Request = {
  [M in Method]: { readonly method: M; readonly args: Arguments[M] };
}[Method];
export type Reply = { [M in Method]: { readonly method: M; readonly reply: Replies[M] } }[Method];
type Numbered = { readonly call: number };

const METHODS: readonly string[] = ['RequestVote', 'AppendEntries', 'InstallSnapshot'];
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A request of this lab; its fields are as its sender wrote them. */
export function requestOf(message: Plain): (Request & Numbered) | undefined {
  const one = message as RpcMessage | null;
  const known = one?.kind === 'rpc' && METHODS.includes(one.method) && isObject(one.args);
  return known ? (one as unknown as Request & Numbered) : undefined;
}

export function replyOf(message: Plain): (Reply & Numbered) | undefined {
  const one = message as RpcMessage | null;
  const known = one?.kind === 'rpc-reply' && METHODS.includes(one.method) && isObject(one.reply);
  return known ? (one as unknown as Reply & Numbered) : undefined;
}

/** The term that a message carries, if it carries one. */
export function termOf(message: Plain): number | undefined {
  const said = requestOf(message)?.args ?? replyOf(message)?.reply;
  return typeof said?.term === 'number' ? said.term : undefined;
}

/** Whether its sender says that it leads. */
export const saysItLeads = (message: Plain): boolean => {
  const method = requestOf(message)?.method;
  return method === 'AppendEntries' || method === 'InstallSnapshot';
};

type Which<Said> = Omit<Match, 'kind' | 'method' | 'where'> & {
  readonly where?: (said: Said, from: NodeId, to: NodeId) => boolean;
};

/** Matches the requests of one method; with `where`, those whose arguments are such. */
export function requests<M extends Method>(method: M, which: Which<Arguments[M]> = {}): Match {
  const { where, ...rest } = which;
  const match = { ...rest, kind: 'rpc', method };
  if (!where) return match;
  return {
    ...match,
    where: (message, from, to) => {
      const request = requestOf(message);
      return request !== undefined && where(request.args as Arguments[M], from, to);
    },
  };
}

/** Matches the replies to one method; with `where`, those that say such a thing. */
export function replies<M extends Method>(method: M, which: Which<Replies[M]> = {}): Match {
  const { where, ...rest } = which;
  const match = { ...rest, kind: 'rpc-reply', method };
  if (!where) return match;
  return {
    ...match,
    where: (message, from, to) => {
      const reply = replyOf(message);
      return reply !== undefined && where(reply.reply as Replies[M], from, to);
    },
  };
}
