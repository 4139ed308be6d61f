/** E1 to E3. Asking before standing, handing over the leadership, reading without writing. */
import { deferred, type Millis, type NodeId } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  type AppendEntriesArgs,
  type AppendEntriesReply,
  type Command,
  type CreateRaft,
  type Index,
  type Proposed,
  type RaftOptions,
  type RequestVoteArgs,
  type RequestVoteReply,
  type Term,
  type TimeoutNowArgs,
  type TimeoutNowReply,
} from '../../labs/lab3-raft/types.ts';
import { Leadership, type Follower } from './leadership.ts';
import { lastIndex, termAt } from './log.ts';
import { RaftServer } from './raft.ts';

/** A leadership that can be handed over, and can make sure that it goes on. */
export class LendableLeadership extends Leadership {
  protected successor: NodeId | undefined;

  get isLeaving(): boolean {
    return this.successor !== undefined;
  }

  /** "The prior leader stops accepting new client requests", sends what is missing, and waits. */
  async transferTo(successor: NodeId): Promise<void> {
    this.successor = successor;
    this.askSuccessor();
    await this.server.env.sleep(ELECTION_TIMEOUT_MAX);
    if (this.successor === successor) this.successor = undefined;
  }

  protected override learn(
    follower: Follower,
    args: AppendEntriesArgs,
    reply: AppendEntriesReply,
  ): void {
    super.learn(follower, args, reply);
    if (reply.success) this.askSuccessor();
  }

  /** With anything missing it would lose. */
  protected mayStand(successor: NodeId): boolean {
    const { log } = this.server;
    return this.followers.get(successor)?.progress.matchIndex === lastIndex(log);
  }

  protected askSuccessor(): void {
    const { env } = this.server;
    const { successor, term } = this;
    if (successor === undefined || !this.mayStand(successor)) return;
    env.spawn('TimeoutNow', async () => {
      const reply = await env.rpc.call(successor, 'TimeoutNow', { term, leaderId: env.id });
      if (reply) this.server.hears(reply.term);
    });
  }

  /** Whether a majority follows still: it answers what is asked *from now on*. */
  confirmed(): Promise<boolean> {
    const { env, log } = this.server;
    const { promise, resolve } = deferred<boolean>();
    const heard = new Set([env.id]);
    const count = (): void => {
      if (this.server.hasMajority(heard)) resolve(true);
    };
    count();
    for (const [peer, { progress }] of this.followers) {
      // Behind the snapshot, if the follower lags so far: to refuse is to answer, too.
      const from = Math.max(progress.nextIndex, log.lastIncludedIndex + 1);
      const args = { ...this.appendEntriesArgs(from), entries: [] };
      env.spawn('confirmation', async () => {
        const reply = await env.rpc.call(peer, 'AppendEntries', args);
        if (!reply || !this.isAnswer(reply.term)) return;
        heard.add(peer);
        count();
      });
    }
    env.spawn('patience', async () => resolve(await this.patience()));
    return promise;
  }

  /** No leader that still leads waits longer for a majority. */
  protected async patience(): Promise<boolean> {
    await this.server.env.sleep(ELECTION_TIMEOUT_MAX);
    return false;
  }
}

export class ChallengeServer extends RaftServer {
  declare protected leadership: LendableLeadership | undefined;
  protected readonly options: RaftOptions;
  protected lastHeard = -Infinity;

  constructor(...[env, servers, machine, options]: Parameters<CreateRaft>) {
    super(env, servers, machine);
    this.options = options;
  }

  override start(): this {
    const { rpc } = this.env;
    rpc.handle('PreVote', (args) => this.onPreVote(args));
    rpc.handle('TimeoutNow', (args) => this.onTimeoutNow(args));
    return super.start();
  }

  protected override lead(leadership: Leadership = new LendableLeadership(this)): Leadership {
    return super.lead(leadership);
  }

  protected override follows(term: Term): boolean {
    const current = super.follows(term);
    if (current) this.lastHeard = this.env.now();
    return current;
  }

  // ---- E1. Pre-vote (dissertation §9.6) ----

  /** "Only increments its term if it first learns that it would be able to win the election." */
  protected override stand(): void {
    if (!this.options.preVote) return super.stand();
    this.resetElectionTimer();
    const [asked, deadline] = [this.currentTerm, this.electionDeadline];
    const args = { term: asked + 1, candidateId: this.env.id, ...this.logEnd };
    const wouldVote = new Set([this.env.id]);
    const count = (): void => {
      if (this.stillAsks(asked, deadline) && this.hasMajority(wouldVote)) this.campaign();
    };
    for (const peer of this.peers)
      this.env.spawn('PreVote', async () => {
        const reply = await this.env.rpc.call(peer, 'PreVote', args);
        if (!reply) return;
        this.hears(reply.term);
        if (reply.voteGranted) wouldVote.add(peer);
        count();
      });
    count();
  }

  /** Whoever has moved the deadline is a reason not to stand, and so are votes that came late. */
  protected stillAsks(term: Term, deadline: Millis): boolean {
    return !this.leadership && this.currentTerm === term && this.electionDeadline === deadline;
  }

  protected onPreVote(args: RequestVoteArgs): RequestVoteReply {
    const voteGranted =
      args.term > this.currentTerm &&
      this.decisions.isUpToDate(args, this.logEnd) &&
      !this.hasALeader();
    return { term: this.currentTerm, voteGranted };
  }

  /** It leads, or has heard from a leader within the time in which nobody should stand. */
  protected hasALeader(): boolean {
    return this.leadership !== undefined || this.env.now() - this.lastHeard < ELECTION_TIMEOUT_MIN;
  }

  // ---- E2. Leadership transfer (dissertation §3.10) ----

  transferLeadership(to: NodeId): void {
    const { leadership } = this;
    if (!leadership || leadership.isLeaving || !this.peers.includes(to)) return;
    this.env.spawn('transfer', () => leadership.transferTo(to));
  }

  override propose(command: Command): Proposed | undefined {
    return this.leadership?.isLeaving ? undefined : super.propose(command);
  }

  /** Asked by its leader, it stands at once, though it has heard from one just now. */
  protected onTimeoutNow({ term }: TimeoutNowArgs): TimeoutNowReply {
    this.observeTerm(term);
    if (term === this.currentTerm && !this.leadership) this.campaign();
    this.persist();
    return { term: this.currentTerm };
  }

  // ---- E3. Reads that write nothing (dissertation §6.4) ----

  /** A new leader may not know how much is committed, until an entry of its own term is. */
  protected mayRead(term: Term): boolean {
    return this.hasCommittedIn(term);
  }

  protected hasCommittedIn(term: Term): boolean {
    return termAt(this.log, this.commitIndex) === term;
  }

  /** The commit index of *now*, once a majority has confirmed that nobody else leads *since*. */
  async readIndex(): Promise<Index | undefined> {
    const { leadership, commitIndex } = this;
    if (!leadership || !this.mayRead(leadership.term)) return undefined;
    return (await leadership.confirmed()) ? commitIndex : undefined;
  }
}
