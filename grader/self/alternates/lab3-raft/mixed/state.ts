import type { Millis, NodeId, Plain } from '#harness';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Command,
  Index,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  LogCell,
  Proposed,
  RaftCells,
  RequestVoteArgs,
  RequestVoteReply,
  Snapshot,
  Term,
} from '../../../../../labs/lab3-raft/types.ts';

export type Peer = {
  readonly id: NodeId;
  readonly match: Index;
  readonly next: Index;
  /** A request is on its way: the next one waits for its reply, or for the next heartbeat. */
  readonly asked: boolean;
};

export type Role =
  | { readonly is: 'follower' }
  | { readonly is: 'candidate'; readonly voters: readonly NodeId[] }
  | { readonly is: 'leader'; readonly peers: readonly Peer[] };

export type State = {
  readonly id: NodeId;
  readonly others: readonly NodeId[];
  readonly role: Role;
  readonly currentTerm: Term;
  readonly votedFor: NodeId | null;
  readonly log: LogCell;
  /** Up to here the log is on the disk: a leader saves its own entries a little later. */
  readonly saved: Index;
  readonly snapshot: Snapshot | undefined;
  readonly commitIndex: Index;
  readonly lastApplied: Index;
};

type RequestEvent =
  | { readonly on: 'RequestVote'; readonly args: RequestVoteArgs }
  | { readonly on: 'AppendEntries'; readonly args: AppendEntriesArgs }
  | { readonly on: 'InstallSnapshot'; readonly args: InstallSnapshotArgs };

export type ReplyEvent =
  | {
      readonly on: 'vote';
      readonly from: NodeId;
      readonly args: RequestVoteArgs;
      readonly reply: RequestVoteReply;
    }
  | {
      readonly on: 'appended';
      readonly from: NodeId;
      readonly args: AppendEntriesArgs;
      readonly reply: AppendEntriesReply;
    }
  | {
      readonly on: 'installed';
      readonly from: NodeId;
      readonly args: InstallSnapshotArgs;
      readonly reply: InstallSnapshotReply;
    };

/** Whatever can happen to a server. */
export type Event =
  | { readonly on: 'birth' | 'impatience' | 'heartbeat' | 'leisure' }
  | { readonly on: 'propose'; readonly command: Command }
  | { readonly on: 'snapshot'; readonly index: Index; readonly data: Plain }
  | RequestEvent
  | ReplyEvent;

export type Request =
  | { readonly method: 'RequestVote'; readonly args: RequestVoteArgs }
  | { readonly method: 'AppendEntries'; readonly args: AppendEntriesArgs }
  | { readonly method: 'InstallSnapshot'; readonly args: InstallSnapshotArgs };

/** Whatever a server can do about it. They are done in this order. */
export type Effect =
  | { readonly do: 'save'; readonly cells: Partial<RaftCells> }
  | ({ readonly do: 'call'; readonly to: NodeId } & Request)
  | { readonly do: 'answer'; readonly with: Answer }
  | { readonly do: 'apply'; readonly index: Index; readonly command: Command }
  | { readonly do: 'restore'; readonly snapshot: Snapshot }
  /** Be patient anew. */
  | { readonly do: 'wait' }
  /** There is something to save when there is time for it. */
  | { readonly do: 'later'; readonly within: Millis };

export type Answer =
  | Proposed
  | RequestVoteReply
  | AppendEntriesReply
  | InstallSnapshotReply
  | undefined;

export type Step = { readonly state: State; readonly effects: readonly Effect[] };

export const step = (state: State, ...effects: readonly Effect[]): Step => ({ state, effects });

/** First the one, then the other. */
export function andThen(first: Step, next: (state: State) => Step): Step {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
}

export const majority = ({ others }: State): number => Math.floor((others.length + 1) / 2) + 1;

export const peersOf = ({ role }: State): readonly Peer[] =>
  role.is === 'leader' ? role.peers : [];
