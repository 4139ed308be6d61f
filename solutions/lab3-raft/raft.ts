/** A Raft server: what it remembers, whom it hears, and what it does about it. */
import type { NodeId } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  type AppendEntriesArgs,
  type AppendEntriesReply,
  type Command,
  type Index,
  type InstallSnapshotArgs,
  type InstallSnapshotReply,
  type Proposed,
  type Raft,
  type RaftCells,
  type RaftEnv,
  type RequestVoteArgs,
  type RequestVoteReply,
  type Snapshot,
  type StateMachine,
  type Term,
} from '../../labs/lab3-raft/types.ts';
import { figure2, type Decisions } from './decisions.ts';
import { Leadership, type Leader } from './leadership.ts';
import { append, compact, emptyLog, entryAt, lastIndex, lastTerm, type Log } from './log.ts';
import { noSnapshot, snapshotIn } from './snapshots.ts';
import type { LogEnd } from './votes.ts';

type Durable = Omit<RaftCells, 'snapshot'>;

export class RaftServer implements Raft, Leader {
  readonly env: RaftEnv;
  readonly decisions: Decisions;
  protected readonly servers: readonly NodeId[];
  protected readonly machine: StateMachine;
  // ---- Persistent state on all servers (Figure 2); `persist` compares it with what was saved ----
  protected currentTerm: Term;
  protected votedFor: NodeId | null;
  log: Log;
  protected saved: Durable;
  // ---- Volatile state on all servers ----
  commitIndex: Index;
  protected lastApplied: Index;
  protected electionDeadline = 0;
  /** A candidate's: who has voted for it. */
  protected votes: Set<NodeId> | undefined;
  protected leadership: Leadership | undefined;

  constructor(
    env: RaftEnv,
    servers: readonly NodeId[],
    machine: StateMachine,
    decisions: Decisions = figure2,
  ) {
    this.env = env;
    this.servers = servers;
    this.machine = machine;
    this.decisions = decisions;
    this.currentTerm = env.disk.load('currentTerm') ?? 0;
    this.votedFor = env.disk.load('votedFor') ?? null;
    this.log = env.disk.load('log') ?? emptyLog;
    this.saved = { currentTerm: this.currentTerm, votedFor: this.votedFor, log: this.log };
    const snapshot = env.disk.load('snapshot');
    // Whoever saved the snapshot alone, and crashed, finds a log that begins before it.
    if (snapshot) this.log = decisions.besideSnapshot(this.log, snapshot);
    this.commitIndex = this.lastApplied = snapshot?.lastIncludedIndex ?? 0;
    if (snapshot) machine.restore(snapshot);
  }

  start(): this {
    const { rpc } = this.env;
    rpc.handle('RequestVote', (args) => this.onRequestVote(args));
    rpc.handle('AppendEntries', (args) => this.onAppendEntries(args));
    rpc.handle('InstallSnapshot', (args) => this.onInstallSnapshot(args));
    this.resetElectionTimer();
    this.env.spawn('election timer', () => this.watchForSilence());
    return this;
  }

  get term(): Term {
    return this.currentTerm;
  }

  get peers(): readonly NodeId[] {
    return this.servers.filter((id) => id !== this.env.id);
  }

  hasMajority(of: ReadonlySet<NodeId>): boolean {
    return this.decisions.isMajority(of.size, this.servers.length);
  }

  protected get logEnd(): LogEnd {
    return { lastLogIndex: lastIndex(this.log), lastLogTerm: lastTerm(this.log) };
  }

  get snapshotOnDisk(): Snapshot {
    return this.env.disk.load('snapshot') ?? noSnapshot;
  }

  // ---- What the service asks ----

  propose(command: Command): Proposed | undefined {
    if (!this.leadership) return undefined;
    const term = this.currentTerm;
    this.log = append(this.log, [{ term, command }]);
    const index = lastIndex(this.log);
    this.persist();
    this.leadership.replicate();
    return { index, term };
  }

  status(): { term: Term; isLeader: boolean } {
    return { term: this.currentTerm, isLeader: this.leadership !== undefined };
  }

  snapshot(index: Index, data: Snapshot['data']): void {
    if (index <= this.log.lastIncludedIndex || index > this.lastApplied) return;
    this.trim(index);
    this.persist({ snapshot: { ...this.snapshotPosition(), data } });
  }

  protected trim(index: Index): void {
    this.log = compact(this.log, index);
  }

  protected snapshotPosition(): Omit<Snapshot, 'data'> {
    const { lastIncludedIndex, lastIncludedTerm } = this.log;
    return { lastIncludedIndex, lastIncludedTerm };
  }

  /**
   * "Updated on stable storage before responding to RPCs" (Figure 2). Called before every act that
   * is built on what has changed, and saves nothing that has not.
   */
  protected persist(more: Partial<RaftCells> = {}): void {
    const { currentTerm, votedFor, log, saved } = this;
    const cells = {
      ...(currentTerm !== saved.currentTerm && { currentTerm }),
      ...(votedFor !== saved.votedFor && { votedFor }),
      ...(log !== saved.log && { log }),
      ...more,
    };
    if (Object.keys(cells).length > 0) this.env.disk.save(cells);
    this.saved = { currentTerm, votedFor, log };
  }

  // ---- Terms and elections ----

  /**
   * "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to
   * follower" (Figure 2, all servers). In a new term nobody has been voted for.
   */
  protected observeTerm(term: Term): void {
    if (term <= this.currentTerm) return;
    this.currentTerm = term;
    this.votedFor = null;
    this.stepDown();
  }

  /** What an answer says of terms, taken to heart at once. */
  hears(term: Term): void {
    this.observeTerm(term);
    this.persist();
  }

  protected stepDown(): void {
    this.votes = undefined;
    // While it led, it waited for nobody.
    if (this.leadership) this.resetElectionTimer();
    this.leadership?.end();
    this.leadership = undefined;
  }

  /** "Election timeouts are chosen randomly from a fixed interval" (§5.2), each time anew. */
  protected resetElectionTimer(): void {
    const spread = ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    this.electionDeadline = this.env.now() + ELECTION_TIMEOUT_MIN + this.env.random() * spread;
  }

  /** A sleep cannot be cancelled: after it, look whether the deadline still is where it was. */
  protected async watchForSilence(): Promise<void> {
    const { env } = this;
    for (;;) {
      await env.sleep(Math.max(1, this.electionDeadline - env.now()));
      if (this.leadership) this.resetElectionTimer();
      else if (env.now() >= this.electionDeadline) this.stand();
    }
  }

  /** Part E asks first. */
  protected stand(): void {
    this.campaign();
  }

  /** "On conversion to candidate, start election" (Figure 2, candidates). */
  protected campaign(): void {
    this.currentTerm += 1;
    this.votedFor = this.env.id;
    this.votes = new Set([this.env.id]);
    this.resetElectionTimer();
    this.persist();
    const args = { term: this.currentTerm, candidateId: this.env.id, ...this.logEnd };
    for (const peer of this.peers)
      this.env.spawn('RequestVote', () => this.requestVote(peer, args));
    this.countVotes();
  }

  protected async requestVote(peer: NodeId, args: RequestVoteArgs): Promise<void> {
    const reply = await this.env.rpc.call(peer, 'RequestVote', args);
    if (!reply) return;
    this.hears(reply.term);
    // After the await: is this still the election that it asked for?
    if (!this.votes || this.currentTerm !== args.term || !reply.voteGranted) return;
    this.votes.add(peer);
    this.countVotes();
  }

  /** "If votes received from majority of servers: become leader" (Figure 2, candidates). */
  protected countVotes(): void {
    if (!this.votes || !this.hasMajority(this.votes)) return;
    this.votes = undefined;
    this.leadership = this.lead();
  }

  protected lead(leadership = new Leadership(this)): Leadership {
    this.env.spawn('leadership', () => leadership.heartbeats());
    return leadership;
  }

  // ---- What others ask ----

  protected onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    this.observeTerm(args.term);
    const { decisions, currentTerm, votedFor } = this;
    const mayGrant = decisions.mayGrantVote({ currentTerm, votedFor }, args);
    const voteGranted = mayGrant && decisions.isUpToDate(args, this.logEnd);
    if (voteGranted) {
      this.votedFor = args.candidateId;
      this.resetElectionTimer();
    }
    this.persist();
    return { term: this.currentTerm, voteGranted };
  }

  /** Whether a leader's message is of this term: then it is the leader, and all others follow. */
  protected follows(term: Term): boolean {
    this.observeTerm(term);
    if (term < this.currentTerm) return false;
    this.votes = undefined;
    this.resetElectionTimer();
    return true;
  }

  protected onAppendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    const { prevLogIndex, entries, leaderCommit } = args;
    const { decisions } = this;
    if (!this.follows(args.term)) return { term: this.currentTerm, success: false };
    if (!decisions.matches(this.log, args)) {
      this.persist();
      const hint = decisions.conflictHint(this.log, prevLogIndex);
      return { term: this.currentTerm, success: false, ...hint };
    }
    this.log = decisions.merged(this.log, prevLogIndex, entries);
    this.persist();
    const lastNew = prevLogIndex + entries.length;
    this.commitTo(decisions.followerCommit(this.commitIndex, leaderCommit, lastNew));
    return { term: this.currentTerm, success: true };
  }

  protected onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    const current = this.follows(args.term);
    if (current && this.decisions.isNews(args.lastIncludedIndex, this.commitIndex))
      this.install(snapshotIn(args));
    this.persist();
    return { term: this.currentTerm };
  }

  /** Log and snapshot go to the disk in one save: a crash between two would leave a hole. */
  protected install(snapshot: Snapshot): void {
    this.log = this.decisions.besideSnapshot(this.log, snapshot);
    this.persist({ snapshot });
    this.commitIndex = this.lastApplied = snapshot.lastIncludedIndex;
    this.machine.restore(snapshot);
  }

  // ---- Committed entries ----

  commitTo(index: Index): void {
    this.commitIndex = index;
    this.applyCommitted();
  }

  /** "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied]" (Figure 2). */
  protected applyCommitted(): void {
    while (this.lastApplied < this.commitIndex) {
      const entry = entryAt(this.log, this.lastApplied + 1);
      if (!entry) throw new Error(`entry ${this.lastApplied + 1} is committed, and not in the log`);
      this.machine.apply(++this.lastApplied, entry.command);
    }
  }
}
