import type { NodeId, Plain } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  ELECTION_TIMEOUT_MIN,
  type Command,
  type Index,
  type Proposed,
  type RaftCells,
  type RaftEnv,
  type Snapshot,
  type StateMachine,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { Bell } from './bell.ts';
import { Log } from './log.ts';

export type Role = 'follower' | 'candidate' | 'leader';

/** What a server is, and what all its loops and handlers share. Only `persist` writes the disk. */
export class Server {
  readonly env: RaftEnv;
  readonly peers: readonly NodeId[];
  readonly machine: StateMachine;
  readonly majority: number;

  role: Role = 'follower';
  term: Term;
  votedFor: NodeId | null;
  log: Log;
  snapshot: Snapshot | undefined;
  commitIndex: Index;
  lastApplied: Index = 0;
  /** Until then this server is content to wait for a leader. */
  patience = 0;

  /** The role has changed. */
  readonly turned = new Bell();
  /** There is something to send. */
  readonly news = new Bell();
  /** There is something to apply. */
  readonly committed = new Bell();

  #unsaved: Partial<RaftCells> = {};

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    this.env = env;
    this.machine = machine;
    this.peers = servers.filter((id) => id !== env.id);
    this.majority = Math.floor(servers.length / 2) + 1;
    this.term = env.disk.load('currentTerm') ?? 0;
    this.votedFor = env.disk.load('votedFor') ?? null;
    this.snapshot = env.disk.load('snapshot');
    this.log = Log.recovered(env.disk.load('log'), this.snapshot);
    this.commitIndex = this.log.base;
    this.wait();
  }

  /** Election timeouts are drawn anew each time (§5.2). */
  wait(): void {
    const span = ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    this.patience = this.env.now() + ELECTION_TIMEOUT_MIN + this.env.random() * span;
  }

  turn(role: Role): void {
    if (this.role === role) return;
    // Who has led has not been waiting for anybody.
    if (this.role === 'leader') this.wait();
    this.role = role;
    this.turned.ring();
  }

  leads(term: Term): boolean {
    return this.role === 'leader' && this.term === term;
  }

  /** §5.1: whoever hears of a newer term follows in it. */
  hear(term: Term): void {
    if (term <= this.term) return;
    this.enter(term, null);
    this.turn('follower');
  }

  enter(term: Term, votedFor: NodeId | null): void {
    if (term !== this.term) this.#unsaved.currentTerm = term;
    if (votedFor !== this.votedFor) this.#unsaved.votedFor = votedFor;
    this.term = term;
    this.votedFor = votedFor;
  }

  become(log: Log): void {
    if (log === this.log) return;
    this.log = log;
    this.#unsaved.log = log.cell;
  }

  /** The snapshot takes the place of the entries up to it. */
  keep(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.#unsaved.snapshot = snapshot;
    this.become(this.log.behind(snapshot.lastIncludedIndex, snapshot.lastIncludedTerm));
  }

  /** One save for all that a handler has changed, before it answers. */
  persist(): void {
    const cells = this.#unsaved;
    if (Object.keys(cells).length === 0) return;
    this.#unsaved = {};
    this.env.disk.save(cells);
    // What comes back has been packed, and is not copied again with the next save.
    if (cells.log) this.log = new Log(this.env.disk.load('log'));
    if (cells.snapshot) this.snapshot = this.env.disk.load('snapshot');
  }

  commit(index: Index): void {
    if (index <= this.commitIndex) return;
    this.commitIndex = index;
    this.committed.ring();
  }

  propose(command: Command): Proposed | undefined {
    if (this.role !== 'leader') return undefined;
    this.become(this.log.with({ term: this.term, command }));
    this.persist();
    this.news.ring();
    return { index: this.log.last, term: this.term };
  }

  compact(index: Index, data: Plain): void {
    const term = this.log.termAt(index);
    if (index <= this.log.base || term === undefined) return;
    this.keep({ lastIncludedIndex: index, lastIncludedTerm: term, data });
    this.persist();
  }
}
