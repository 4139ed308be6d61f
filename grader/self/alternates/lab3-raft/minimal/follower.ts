import {
  ELECTION_TIMEOUT_MAX,
  type AppendEntriesArgs,
  type AppendEntriesReply,
  type Index,
  type InstallSnapshotArgs,
  type InstallSnapshotReply,
  type RaftEnv,
  type RequestVoteArgs,
  type RequestVoteReply,
  type Snapshot,
  type StateMachine,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { Cells } from './cells.ts';
import { entryAt, lastIndex, lastTerm, putAll, termAt } from './logs.ts';

export type Role = 'follower' | 'candidate' | 'leader';

/** What every server does, whatever its role: it answers, it counts the time, it applies. */
export class Follower {
  readonly cells: Cells;
  role: Role = 'follower';
  protected commitIndex: Index = 0;
  protected readonly env: RaftEnv;
  readonly #machine: StateMachine;
  #lastApplied: Index = 0;
  #deadline = 0;

  constructor(env: RaftEnv, machine: StateMachine) {
    this.env = env;
    this.#machine = machine;
    this.cells = new Cells(env);
    this.await();
    env.rpc.handle('RequestVote', (args) => this.#vote(args));
    env.rpc.handle('AppendEntries', (args) => this.#append(args));
    env.rpc.handle('InstallSnapshot', (args) => this.#install(args));
  }

  /** As patient as is allowed: who is in no hurry disturbs nobody. */
  protected await(): void {
    this.#deadline = this.env.now() + ELECTION_TIMEOUT_MAX * (1 + this.env.random());
  }

  protected get impatient(): boolean {
    return this.env.now() >= this.#deadline;
  }

  /** §5.1. The old vote is on the disk with the new term for a moment: nobody was promised it. */
  protected hear(term: Term): void {
    if (term <= this.cells.currentTerm) return;
    if (this.role === 'leader') this.await();
    this.role = 'follower';
    this.cells.currentTerm = term;
    this.cells.votedFor = null;
  }

  #vote({ term, candidateId, lastLogTerm, lastLogIndex }: RequestVoteArgs): RequestVoteReply {
    this.hear(term);
    const { currentTerm, votedFor, log } = this.cells;
    const mine = lastTerm(log);
    const upToDate = lastLogTerm > mine || (lastLogTerm === mine && lastLogIndex >= lastIndex(log));
    const free = votedFor === null || votedFor === candidateId;
    const voteGranted = term === currentTerm && free && upToDate;
    if (voteGranted) {
      this.cells.votedFor = candidateId;
      this.await();
    }
    return { term: currentTerm, voteGranted };
  }

  #isOfLeader(term: Term): boolean {
    this.hear(term);
    if (term < this.cells.currentTerm) return false;
    this.role = 'follower';
    this.await();
    return true;
  }

  #append(args: AppendEntriesArgs): AppendEntriesReply {
    const { prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
    const current = this.#isOfLeader(args.term);
    const { currentTerm: term, log } = this.cells;
    const compacted = prevLogIndex < log.lastIncludedIndex;
    if (!current || (!compacted && termAt(log, prevLogIndex) !== prevLogTerm))
      return { term, success: false };
    this.cells.log = putAll(log, prevLogIndex, entries);
    const agreed = prevLogIndex + entries.length;
    this.commitIndex = Math.max(this.commitIndex, Math.min(leaderCommit, agreed));
    return { term, success: true };
  }

  #install(args: InstallSnapshotArgs): InstallSnapshotReply {
    const { term, lastIncludedIndex, lastIncludedTerm, data } = args;
    if (this.#isOfLeader(term) && lastIncludedIndex > this.commitIndex) {
      this.cells.snapshot = { lastIncludedIndex, lastIncludedTerm, data };
      this.commitIndex = lastIncludedIndex;
    }
    return { term: this.cells.currentTerm };
  }

  apply(): void {
    const { snapshot } = this.cells;
    if (snapshot && snapshot.lastIncludedIndex > this.#lastApplied) this.#restore(snapshot);
    while (this.#lastApplied < this.commitIndex) {
      // `apply` may compact the log: it is loaded anew for each entry.
      const entry = entryAt(this.cells.log, this.#lastApplied + 1);
      if (!entry) return;
      this.#machine.apply(++this.#lastApplied, entry.command);
    }
  }

  #restore(snapshot: Snapshot): void {
    this.#lastApplied = snapshot.lastIncludedIndex;
    this.commitIndex = Math.max(this.commitIndex, snapshot.lastIncludedIndex);
    this.#machine.restore(snapshot);
  }
}
