import type { NodeId, Plain } from '#harness';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Command,
  Index,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  Proposed,
  RaftProtocol,
  RequestVoteArgs,
  RequestVoteReply,
  Snapshot,
  Term,
} from '../../../../../labs/lab3-raft/types.ts';
import type { Log } from './log.ts';
import { Progress, type Shipment } from './progress.ts';

export type Kept = {
  readonly currentTerm: Term;
  readonly votedFor: NodeId | null;
  readonly log: Log;
  readonly snapshot: Snapshot | undefined;
};

type Call<M extends keyof RaftProtocol> = {
  readonly to: NodeId;
  readonly method: M;
  readonly args: Parameters<RaftProtocol[M]>[0];
};
/** A request that is to leave this server. */
export type Outgoing = Call<'RequestVote'> | Call<'AppendEntries'> | Call<'InstallSnapshot'>;

/**
 * The whole of Raft as one reaction to messages. It waits for nothing and touches nothing: what it
 * wants sent stands in `outgoing`, what it wants kept is whatever it says it is, and its answers
 * may be given when that has been kept.
 */
export class Core {
  readonly id: NodeId;
  readonly #peers: readonly NodeId[];
  readonly #majority: number;
  currentTerm: Term;
  votedFor: NodeId | null;
  readonly log: Log;
  snapshot: Snapshot | undefined;
  commitIndex: Index;
  outgoing: Outgoing[] = [];
  /** There is a reason to wait for a whole election timeout from now on. */
  content = false;
  #votes: Set<NodeId> | undefined;
  #progress: Map<NodeId, Progress> | undefined;

  constructor(id: NodeId, servers: readonly NodeId[], kept: Kept) {
    this.id = id;
    this.#peers = servers.filter((one) => one !== id);
    this.#majority = Math.floor(servers.length / 2) + 1;
    this.currentTerm = kept.currentTerm;
    this.votedFor = kept.votedFor;
    this.log = kept.log;
    this.snapshot = kept.snapshot;
    this.commitIndex = kept.log.base.index;
  }

  get isLeader(): boolean {
    return this.#progress !== undefined;
  }

  // ---- What comes from the service. ----

  propose(command: Command): Proposed | undefined {
    if (!this.#progress) return undefined;
    this.log.push({ term: this.currentTerm, command });
    for (const [peer, progress] of this.#progress) this.#send(peer, progress.ship(this.log));
    return { index: this.log.last.index, term: this.currentTerm };
  }

  compact(index: Index, data: Plain): void {
    const term = this.log.termAt(index);
    if (index <= this.log.base.index || term === undefined) return;
    this.snapshot = { lastIncludedIndex: index, lastIncludedTerm: term, data };
    this.log.trim({ index, term });
  }

  // ---- What time brings. ----

  campaign(): void {
    this.#adopt(this.currentTerm + 1);
    this.votedFor = this.id;
    this.#votes = new Set([this.id]);
    this.content = true;
    const { index: lastLogIndex, term: lastLogTerm } = this.log.last;
    const args = { term: this.currentTerm, candidateId: this.id, lastLogIndex, lastLogTerm };
    for (const to of this.#peers) this.outgoing.push({ to, method: 'RequestVote', args });
  }

  beat(): void {
    for (const [peer, progress] of this.#progress ?? []) this.#send(peer, progress.beat(this.log));
  }

  // ---- Requests. ----

  requestVote(args: RequestVoteArgs): RequestVoteReply {
    this.#hear(args.term);
    const { index, term } = this.log.last;
    const upToDate =
      args.lastLogTerm > term || (args.lastLogTerm === term && args.lastLogIndex >= index);
    const voteGranted =
      args.term === this.currentTerm &&
      upToDate &&
      (this.votedFor === null || this.votedFor === args.candidateId);
    if (voteGranted) {
      this.votedFor = args.candidateId;
      this.content = true;
    }
    return { term: this.currentTerm, voteGranted };
  }

  appendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    if (!this.#follow(args.term)) return { term: this.currentTerm, success: false };
    const { prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
    const { log, currentTerm: term } = this;
    if (prevLogIndex >= log.base.index && log.termAt(prevLogIndex) !== prevLogTerm) {
      const hint = log.agreeable(prevLogIndex - 1, prevLogTerm);
      return { term, success: false, conflictIndex: hint.index, conflictTerm: hint.term };
    }
    log.take(prevLogIndex, entries);
    const agreed = prevLogIndex + entries.length;
    this.commitIndex = Math.max(this.commitIndex, Math.min(leaderCommit, agreed));
    return { term, success: true };
  }

  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    const { lastIncludedIndex, lastIncludedTerm, data } = args;
    if (this.#follow(args.term) && lastIncludedIndex > this.commitIndex) {
      this.snapshot = { lastIncludedIndex, lastIncludedTerm, data };
      this.log.trim({ index: lastIncludedIndex, term: lastIncludedTerm });
      this.commitIndex = lastIncludedIndex;
    }
    return { term: this.currentTerm };
  }

  // ---- Replies. ----

  voteReply(from: NodeId, args: RequestVoteArgs, reply: RequestVoteReply): void {
    this.#hear(reply.term);
    if (args.term !== this.currentTerm || !reply.voteGranted) return;
    this.#votes?.add(from);
    if ((this.#votes?.size ?? 0) >= this.#majority) this.#lead();
  }

  appendReply(from: NodeId, args: AppendEntriesArgs, reply: AppendEntriesReply): void {
    const progress = this.#progressOf(from, args.term, reply.term);
    if (!progress) return;
    const { prevLogIndex, entries } = args;
    if (reply.success) progress.matched(prevLogIndex + entries.length);
    else if (!progress.refused(prevLogIndex, this.#hint(prevLogIndex, reply))) return;
    this.#send(from, progress.ship(this.log));
  }

  installReply(from: NodeId, args: InstallSnapshotArgs, reply: InstallSnapshotReply): void {
    const progress = this.#progressOf(from, args.term, reply.term);
    if (!progress) return;
    progress.matched(args.lastIncludedIndex);
    this.#send(from, progress.ship(this.log));
  }

  /**
   * All of the log is on this server's disk now: §5.3, §5.4.2. A commit is looked for here only, so
   * a leader never counts itself for what it has not saved.
   */
  kept(): void {
    if (!this.#progress) return;
    const held = [...this.#progress.values()].map(({ match }) => match);
    held.push(this.log.last.index);
    const index = held.toSorted((a, b) => b - a)[this.#majority - 1] ?? 0;
    if (index > this.commitIndex && this.log.termAt(index) === this.currentTerm)
      this.commitIndex = index;
  }

  // ---- Roles. ----

  #adopt(term: Term): void {
    this.currentTerm = term;
    this.votedFor = null;
    this.#votes = undefined;
    // Who has led has not been waiting for anybody.
    if (this.#progress) this.content = true;
    this.#progress = undefined;
  }

  #hear(term: Term): void {
    if (term > this.currentTerm) this.#adopt(term);
  }

  /** Whether it comes from the leader of the current term. */
  #follow(term: Term): boolean {
    this.#hear(term);
    if (term < this.currentTerm) return false;
    this.#votes = undefined;
    this.content = true;
    return true;
  }

  #lead(): void {
    const next = this.log.last.index + 1;
    this.#votes = undefined;
    this.#progress = new Map(this.#peers.map((peer) => [peer, new Progress(next)]));
    this.beat();
  }

  /** Undefined: the reply is to a request of another leadership. */
  #progressOf(peer: NodeId, asked: Term, heard: Term): Progress | undefined {
    this.#hear(heard);
    return asked === this.currentTerm ? this.#progress?.get(peer) : undefined;
  }

  /** The follower names an entry; the leader goes on behind its own last that may agree with it. */
  #hint(prevLogIndex: Index, { conflictIndex, conflictTerm }: AppendEntriesReply): Index {
    if (conflictIndex === undefined || conflictTerm === undefined) return prevLogIndex;
    return this.log.agreeable(conflictIndex, conflictTerm).index + 1;
  }

  #send(to: NodeId, shipments: readonly Shipment[]): void {
    const { currentTerm: term, id: leaderId, log, commitIndex: leaderCommit } = this;
    for (const shipment of shipments) {
      if (shipment.kind === 'snapshot') {
        if (!this.snapshot) continue;
        const args = { term, leaderId, ...this.snapshot };
        this.outgoing.push({ to, method: 'InstallSnapshot', args });
        continue;
      }
      const { after: prevLogIndex, count } = shipment;
      const prevLogTerm = log.termAt(prevLogIndex) ?? 0;
      const entries = log.slice(prevLogIndex, count);
      const args = { term, leaderId, prevLogIndex, prevLogTerm, entries, leaderCommit };
      this.outgoing.push({ to, method: 'AppendEntries', args });
    }
  }
}
