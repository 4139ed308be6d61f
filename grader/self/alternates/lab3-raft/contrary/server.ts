import type { NodeId } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  type AppendEntriesArgs,
  type AppendEntriesReply,
  type Index,
  type InstallSnapshotArgs,
  type InstallSnapshotReply,
  type RaftEnv,
  type RequestVoteArgs,
  type RequestVoteReply,
  type StateMachine,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { Journal } from './journal.ts';

/** Answers may take a while: so many ms at most. */
const NAP = 8;
/** The service takes so long for a command. */
const APPLY = 0.3;

/** … and it looks so often whether there is one. */
const LOOK = 4;

/** What a follower has heard of its leader's log, over all that leader's messages. */
type Heard = { readonly term: Term; readonly commit: Index; readonly agreed: Index };

/** Answers requests, each in its own time, and applies one entry after the other. */
export abstract class Server {
  role: 'follower' | 'candidate' | 'leader' = 'follower';
  readonly journal: Journal;
  protected readonly env: RaftEnv;
  protected readonly peers: readonly NodeId[];
  protected readonly majority: number;
  protected commitIndex: Index = 0;
  #heard: Heard = { term: 0, commit: 0, agreed: 0 };
  #lastApplied: Index = 0;
  #deadline = 0;
  readonly #machine: StateMachine;

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    this.env = env;
    this.#machine = machine;
    this.peers = servers.filter((id) => id !== env.id);
    this.majority = Math.floor(servers.length / 2) + 1;
    this.journal = new Journal(env.disk);
    this.rest();
    env.rpc.handle('RequestVote', (args) => this.#vote(args));
    env.rpc.handle('AppendEntries', (args) => this.#late(this.#append(args)));
    env.rpc.handle('InstallSnapshot', (args) => this.#late(this.#install(args)));
    env.spawn('applies', () => this.#applies());
    env.spawn('watches', () => this.#watches());
  }

  protected abstract campaign(): void;

  #nap(): Promise<void> {
    return this.env.sleep(this.env.random() * NAP);
  }

  /** The whole span that is allowed, not only the paper's. */
  protected rest(): void {
    const span = 2 * ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    this.#deadline = this.env.now() + ELECTION_TIMEOUT_MIN + this.env.random() * span;
  }

  async #watches(): Promise<void> {
    for (;;) {
      await this.env.sleep(Math.max(1, this.#deadline - this.env.now()));
      if (this.env.now() < this.#deadline) continue;
      this.rest();
      if (this.role !== 'leader') this.campaign();
    }
  }

  /** A newer term stays in memory, until something is promised in it. */
  protected hear(term: Term): void {
    if (term <= this.journal.term) return;
    if (this.role === 'leader') this.rest();
    this.role = 'follower';
    this.journal.term = term;
    this.journal.votedFor = null;
  }

  /** Decides when it has slept on it. */
  async #vote(args: RequestVoteArgs): Promise<RequestVoteReply> {
    await this.#nap();
    this.hear(args.term);
    const { journal } = this;
    const { term, votedFor, last, lastTerm } = journal;
    const newer =
      args.lastLogTerm === lastTerm ? args.lastLogIndex >= last : args.lastLogTerm > lastTerm;
    const free = votedFor === null || votedFor === args.candidateId;
    if (args.term < term || !free || !newer) return { term, voteGranted: false };
    journal.votedFor = args.candidateId;
    journal.save();
    this.rest();
    return { term, voteGranted: true };
  }

  /** Has decided, and takes its time to say so. */
  async #late<T>(reply: T): Promise<T> {
    await this.#nap();
    return reply;
  }

  #hearLeader(term: Term): boolean {
    this.hear(term);
    if (term < this.journal.term) return false;
    this.role = 'follower';
    this.rest();
    return true;
  }

  #append(args: AppendEntriesArgs): AppendEntriesReply {
    const { journal } = this;
    if (!this.#hearLeader(args.term)) return { term: journal.term, success: false };
    const { prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
    const success = journal.has(prevLogIndex, prevLogTerm);
    if (success && entries.length > 0) {
      journal.merge(prevLogIndex, entries);
      journal.save();
    }
    this.#learn(args.term, leaderCommit, success ? prevLogIndex + entries.length : 0);
    return { term: journal.term, success };
  }

  /** What was agreed once in a term is agreed, and what was committed once is committed. */
  #learn(term: Term, leaderCommit: Index, upTo: Index): void {
    const before = this.#heard.term === term ? this.#heard : { commit: 0, agreed: 0 };
    const commit = Math.max(before.commit, leaderCommit);
    const agreed = Math.max(before.agreed, upTo);
    this.#heard = { term, commit, agreed };
    this.commitIndex = Math.max(this.commitIndex, Math.min(commit, agreed));
  }

  /** A snapshot of what is in the log already says no more than that it is committed. */
  #install(args: InstallSnapshotArgs): InstallSnapshotReply {
    const { journal } = this;
    const { lastIncludedIndex, lastIncludedTerm, data } = args;
    if (!this.#hearLeader(args.term)) return { term: journal.term };
    if (!journal.has(lastIncludedIndex, lastIncludedTerm))
      journal.replace({ lastIncludedIndex, lastIncludedTerm, data });
    journal.save();
    this.#learn(args.term, lastIncludedIndex, lastIncludedIndex);
    return { term: journal.term };
  }

  async #applies(): Promise<void> {
    for (;;) {
      this.#applyNext();
      await this.env.sleep(this.#lastApplied < this.commitIndex ? APPLY : LOOK);
    }
  }

  #applyNext(): void {
    const { snapshot, covered } = this.journal;
    const next = this.#lastApplied + 1;
    const entry = this.journal.entry(next);
    if (snapshot && covered >= next) {
      this.#lastApplied = covered;
      this.commitIndex = Math.max(this.commitIndex, covered);
      this.#machine.restore(snapshot);
    } else if (entry && next <= this.commitIndex) {
      this.#lastApplied = next;
      this.#machine.apply(next, entry.command);
    }
  }
}
