/** Given. What travels, what is kept, and what the lab exports. The names are those of Figure 2. */
import type { Env, Millis, NodeId, Plain } from '#harness';

/** Grows with every election; 0 before the first. */
export type Term = number;
/** A place in the log. The first entry has 1; 0 stands before it. */
export type Index = number;
/** Whatever a client wants done; Raft does not look into it. Up to 500 bytes. */
export type Command = Plain;
/** An entry's index is its place. */
export type Entry = { term: Term; command: Command };
/** E4. The command of an entry that says who votes from here on; only where `membership` is on. */
export type Configuration = { servers: readonly NodeId[] };

// ---- The wire: Figure 2 (Raft, extended version) and Figure 13. The grader reads all of it. ----

export type RequestVoteArgs = {
  term: Term;
  candidateId: NodeId;
  lastLogIndex: Index;
  lastLogTerm: Term;
};
export type RequestVoteReply = { term: Term; voteGranted: boolean };

export type AppendEntriesArgs = {
  term: Term;
  leaderId: NodeId;
  prevLogIndex: Index;
  prevLogTerm: Term;
  /** At most MAX_ENTRIES; none in a heartbeat. */
  entries: readonly Entry[];
  leaderCommit: Index;
};
export type AppendEntriesReply = {
  term: Term;
  success: boolean;
  /** A hint, if you like (§5.3, last paragraphs): the term of the entry that conflicts … */
  conflictTerm?: Term;
  /** … and an index to go on from. What it says is between your leader and your follower. */
  conflictIndex?: Index;
};

/** A snapshot travels in one piece: no offset, no done. */
export type InstallSnapshotArgs = {
  term: Term;
  leaderId: NodeId;
  lastIncludedIndex: Index;
  lastIncludedTerm: Term;
  data: Plain;
  /** E4. As in a snapshot. */
  servers?: readonly NodeId[];
};
export type InstallSnapshotReply = { term: Term };

/** Part E. */
export type TimeoutNowArgs = { term: Term; leaderId: NodeId };
export type TimeoutNowReply = { term: Term };

export interface RaftProtocol {
  RequestVote(args: RequestVoteArgs): RequestVoteReply;
  AppendEntries(args: AppendEntriesArgs): AppendEntriesReply;
  /** Part D. */
  InstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply;
  /** E1. Would you vote for me, if I stood in this term? It changes nothing (dissertation §9.6). */
  PreVote(args: RequestVoteArgs): RequestVoteReply;
  /** E2. Stand for election now: your leader asks for it (dissertation §3.10). */
  TimeoutNow(args: TimeoutNowArgs): TimeoutNowReply;
}

// ---- The disk. ----

/** What follows the snapshot: entries[0] has the index lastIncludedIndex + 1. */
export type LogCell = {
  lastIncludedIndex: Index;
  lastIncludedTerm: Term;
  entries: readonly Entry[];
};
/** The service's state after the entry at lastIncludedIndex; up to 32 KB. */
export type Snapshot = {
  lastIncludedIndex: Index;
  lastIncludedTerm: Term;
  data: Plain;
  /** E4. Who votes, by the newest configuration up to lastIncludedIndex. */
  servers?: readonly NodeId[];
};

export interface RaftCells {
  currentTerm: Term;
  votedFor: NodeId | null;
  log: LogCell;
  /** Part D. */
  snapshot: Snapshot;
}

export type RaftEnv = Env<RaftProtocol, RaftCells>;

// ---- What the lab exports. ----

export type Proposed = { index: Index; term: Term };

export interface Raft {
  /**
   * Appends a command to the log, if this server leads, and says where; returns at once. The
   * command is not yet committed, and may never be. Not the leader: undefined.
   */
  propose(command: Command): Proposed | undefined;
  /** What this server knows now. It may be wrong about who leads: others may know more. */
  status(): { term: Term; isLeader: boolean };
  /**
   * Part D. The service's state after the entry at `index` is `data`: the entries up to it are no
   * longer needed. May be called from within `apply`. An index that is not above that of the last
   * snapshot changes nothing.
   */
  snapshot(index: Index, data: Plain): void;
  /**
   * E2. Hands the leadership to another server; returns at once. Until that is done, or has failed
   * (ELECTION_TIMEOUT_MAX is patience enough), no proposal is accepted.
   */
  transferLeadership?(to: NodeId): void;
  /**
   * E3. An index: a service that has applied so far has seen all that was committed anywhere before
   * this call. Undefined, after ELECTION_TIMEOUT_MAX at the latest: this server cannot tell, for it
   * does not lead, or no more, or has committed nothing in its term. Nothing is written for it.
   */
  readIndex?(): Promise<Index | undefined>;
  /**
   * E4. Appends the configuration `{ servers }`, if this server leads and may change to it now, and
   * says where; returns at once. Undefined, and nothing is appended, unless the leader has
   * committed an entry of its own term, its newest configuration is committed, and a single server
   * is added to that or taken away. It may wait longer, e.g. for a newcomer to catch up; not for
   * ever.
   */
  changeServers?(servers: readonly NodeId[]): Proposed | undefined;
}

/** The service above, as Raft sees it. Each life begins with it empty, and with nothing applied. */
export interface StateMachine {
  /** The next committed entry: every index once a life, in order. */
  apply(index: Index, command: Command): void;
  /** Puts the state of a snapshot in the place of all that has been applied. Only forwards. */
  restore(snapshot: Snapshot): void;
}

/** Part E. */
export type RaftOptions = {
  /** E1. Ask whether you would win before you stand. */
  readonly preVote?: boolean;
  /** E4. Entries may be configurations. Without it, commands are not looked into. */
  readonly membership?: boolean;
};

export type CreateRaft = (
  env: RaftEnv,
  /**
   * All servers of the cluster, this one among them. With `membership`: the first configuration,
   * the same everywhere, and this one may join later.
   */
  servers: readonly NodeId[],
  machine: StateMachine,
  options: RaftOptions,
) => Raft;

/** A leader lets its followers hear from it so often, in ms. */
export const HEARTBEAT_INTERVAL: Millis = 50;
/** Who has heard of no leader for so long, drawn anew each time, becomes a candidate. */
export const ELECTION_TIMEOUT_MIN: Millis = 250;
export const ELECTION_TIMEOUT_MAX: Millis = 500;
/** The most entries that one AppendEntries carries. */
export const MAX_ENTRIES = 100;
