/** Parts B and D. What a server does while it leads. Made anew for each term that it wins. */
import type { NodeId } from '#harness';
import {
  HEARTBEAT_INTERVAL,
  MAX_ENTRIES,
  type AppendEntriesArgs,
  type AppendEntriesReply,
  type Index,
  type InstallSnapshotArgs,
  type RaftEnv,
  type Snapshot,
  type Term,
} from '../../labs/lab3-raft/types.ts';
import type { Decisions } from './decisions.ts';
import { entriesFrom, lastIndex, termAt, type Log } from './log.ts';
import type { Progress } from './replication.ts';

/** What a leader needs of the server that it is part of. */
export type Leader = {
  readonly env: RaftEnv;
  readonly peers: readonly NodeId[];
  readonly decisions: Decisions;
  readonly term: Term;
  readonly log: Log;
  readonly commitIndex: Index;
  readonly snapshotOnDisk: Snapshot;
  hasMajority(of: ReadonlySet<NodeId>): boolean;
  /** A later term than its own ends the leadership. */
  hears(term: Term): void;
  commitTo(index: Index): void;
};

/** A follower, and the number of the last request to it, while that is not answered. */
export type Follower = { progress: Progress; waitsFor: number | undefined };

export class Leadership {
  readonly term: Term;
  protected readonly server: Leader;
  protected readonly followers = new Map<NodeId, Follower>();
  protected requests = 0;
  #over = false;

  constructor(server: Leader) {
    this.server = server;
    this.term = server.term;
    for (const peer of server.peers) this.meet(peer);
  }

  /** Nothing is known of what it has: a good guess is that it has all (§5.3). */
  protected meet(peer: NodeId): void {
    const progress = { nextIndex: lastIndex(this.server.log) + 1, matchIndex: 0 };
    this.followers.set(peer, { progress, waitsFor: undefined });
  }

  /** "Repeat during idle periods to prevent election timeouts" (Figure 2): and it is the retry. */
  async heartbeats(): Promise<void> {
    while (!this.#over) {
      for (const peer of this.followers.keys()) this.sendTo(peer);
      await this.server.env.sleep(HEARTBEAT_INTERVAL);
    }
  }

  end(): void {
    this.#over = true;
  }

  /** Sends what is new to whoever has answered all that was sent before. */
  replicate(): void {
    for (const [peer, { waitsFor }] of this.followers)
      if (waitsFor === undefined) this.sendTo(peer);
    this.advance();
  }

  protected sendTo(peer: NodeId): void {
    const { env } = this.server;
    const follower = this.followers.get(peer);
    if (!follower) return;
    const request = ++this.requests;
    follower.waitsFor = request;
    const { nextIndex } = follower.progress;
    if (this.isTrimmed(nextIndex))
      env.spawn('InstallSnapshot', () => this.#install(peer, follower, request));
    else env.spawn('AppendEntries', () => this.#append(peer, follower, request));
  }

  /** What the snapshot covers cannot be sent as an entry any more. */
  protected isTrimmed(index: Index): boolean {
    return index <= this.server.log.lastIncludedIndex;
  }

  protected appendEntriesArgs(nextIndex: Index): AppendEntriesArgs {
    const { env, log, commitIndex } = this.server;
    return {
      term: this.term,
      leaderId: env.id,
      prevLogIndex: nextIndex - 1,
      prevLogTerm: termAt(log, nextIndex - 1) ?? 0,
      entries: entriesFrom(log, nextIndex, MAX_ENTRIES),
      leaderCommit: commitIndex,
    };
  }

  async #append(peer: NodeId, follower: Follower, request: number): Promise<void> {
    const args = this.appendEntriesArgs(follower.progress.nextIndex);
    const reply = await this.server.env.rpc.call(peer, 'AppendEntries', args);
    if (!reply || !this.isAnswer(reply.term)) return;
    if (follower.waitsFor === request) follower.waitsFor = undefined;
    this.learn(follower, args, reply);
    if (follower.progress.nextIndex <= lastIndex(this.server.log)) this.#goOn(peer, follower);
  }

  protected learn(follower: Follower, args: AppendEntriesArgs, reply: AppendEntriesReply): void {
    const { decisions, log } = this.server;
    const { prevLogIndex, entries } = args;
    if (reply.success) {
      const lastSent = prevLogIndex + entries.length;
      follower.progress = decisions.afterSuccess(follower.progress, lastSent);
      this.advance();
    } else {
      const { progress } = follower;
      follower.progress = decisions.afterRefusal(log, progress, prevLogIndex, reply);
    }
  }

  async #install(peer: NodeId, follower: Follower, request: number): Promise<void> {
    const args = this.installSnapshotArgs();
    const reply = await this.server.env.rpc.call(peer, 'InstallSnapshot', args);
    if (!reply || !this.isAnswer(reply.term)) return;
    if (follower.waitsFor === request) follower.waitsFor = undefined;
    this.learnInstalled(follower, args);
    if (follower.progress.nextIndex <= lastIndex(this.server.log)) this.#goOn(peer, follower);
  }

  protected installSnapshotArgs(): InstallSnapshotArgs {
    return { term: this.term, leaderId: this.server.env.id, ...this.server.snapshotOnDisk };
  }

  /** A follower that has the snapshot has all that the snapshot covers. */
  protected learnInstalled(follower: Follower, { lastIncludedIndex }: InstallSnapshotArgs): void {
    const { decisions } = this.server;
    follower.progress = decisions.afterSuccess(follower.progress, lastIncludedIndex);
    this.advance();
  }

  /** After an await the world has moved on: is this still the leader of the term it asked in? */
  protected isAnswer(term: Term): boolean {
    this.server.hears(term);
    return !this.#over;
  }

  #goOn(peer: NodeId, { waitsFor }: Follower): void {
    if (waitsFor === undefined) this.sendTo(peer);
  }

  /** Commits what a majority holds, this server among it: what it has proposed is on its disk. */
  protected advance(): void {
    const { decisions, log, commitIndex } = this.server;
    const index = decisions.majorityIndex(this.matchIndexes());
    if (index > commitIndex && decisions.mayCommit(log, index, this.term))
      this.server.commitTo(index);
  }

  protected matchIndexes(): readonly Index[] {
    const others = [...this.followers.values()].map(({ progress }) => progress.matchIndex);
    return [lastIndex(this.server.log), ...others];
  }
}
