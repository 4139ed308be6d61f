import type { RaftCells, RaftEnv } from '../../../../../labs/lab3-raft/types.ts';
import type { Core, Kept } from './core.ts';
import { Log } from './log.ts';

/** Brings what the core has become to the disk: each cell in a save of its own. */
export class Keeper {
  readonly #disk: RaftEnv['disk'];

  constructor(env: RaftEnv) {
    this.#disk = env.disk;
  }

  /** What a new life begins with. The log may be older than the snapshot: it was saved after it. */
  load(): Kept {
    const log = new Log();
    log.kept(this.#disk.load('log'));
    const snapshot = this.#disk.load('snapshot');
    if (snapshot) log.trim({ index: snapshot.lastIncludedIndex, term: snapshot.lastIncludedTerm });
    return {
      currentTerm: this.#disk.load('currentTerm') ?? 0,
      votedFor: this.#disk.load('votedFor') ?? null,
      snapshot,
      log,
    };
  }

  /** The snapshot before the log: never is there a hole between them. */
  keep(core: Core): void {
    this.#keepTerm(core);
    const { snapshot, log } = core;
    const before = this.#disk.load('snapshot');
    if (snapshot && before?.lastIncludedIndex !== snapshot.lastIncludedIndex)
      this.#disk.save({ snapshot });
    if (!log.dirty) return;
    this.#disk.save({ log: log.cell });
    log.kept(this.#disk.load('log'));
  }

  /** Term and vote go together: a vote belongs to its term. */
  #keepTerm({ currentTerm, votedFor }: Core): void {
    const cells: Partial<RaftCells> = {};
    if ((this.#disk.load('currentTerm') ?? 0) !== currentTerm) cells.currentTerm = currentTerm;
    if ((this.#disk.load('votedFor') ?? null) !== votedFor) cells.votedFor = votedFor;
    if (Object.keys(cells).length > 0) this.#disk.save(cells);
  }
}
