import type { NodeId } from '#harness';
import type { LogCell, RaftEnv, Snapshot, Term } from '../../../../../labs/lab3-raft/types.ts';
import { compact, EMPTY } from './logs.ts';

/** The state is what the disk says: nothing is kept twice, and each change is a save of its own. */
export class Cells {
  readonly #disk: RaftEnv['disk'];

  /** A crash may have come between the save of a snapshot and that of the log. */
  constructor(env: RaftEnv) {
    this.#disk = env.disk;
    const { snapshot } = this;
    if (snapshot)
      this.log = compact(this.log, snapshot.lastIncludedIndex, snapshot.lastIncludedTerm);
  }

  get currentTerm(): Term {
    return this.#disk.load('currentTerm') ?? 0;
  }

  set currentTerm(currentTerm: Term) {
    this.#disk.save({ currentTerm });
  }

  get votedFor(): NodeId | null {
    return this.#disk.load('votedFor') ?? null;
  }

  set votedFor(votedFor: NodeId | null) {
    if (votedFor !== this.votedFor) this.#disk.save({ votedFor });
  }

  get log(): LogCell {
    return this.#disk.load('log') ?? EMPTY;
  }

  set log(log: LogCell) {
    if (log !== this.log) this.#disk.save({ log });
  }

  get snapshot(): Snapshot | undefined {
    return this.#disk.load('snapshot');
  }

  /** First the snapshot, then the log, which may be older but never younger. */
  set snapshot(snapshot: Snapshot) {
    this.#disk.save({ snapshot });
    this.log = compact(this.log, snapshot.lastIncludedIndex, snapshot.lastIncludedTerm);
  }
}
