import type { NodeId } from '#harness';
import type {
  Entry,
  Index,
  RaftCells,
  RaftEnv,
  Snapshot,
  Term,
} from '../../../../../labs/lab3-raft/types.ts';

/** So many entries stay in the log in front of a snapshot: a peer that lags a little wants them. */
const SPARE = 3;

/**
 * Term, vote, log and snapshot. What is written here is on the disk when `save` has been called,
 * and not before: a term that nobody was promised anything in may stay in memory.
 */
export class Journal {
  term: Term;
  votedFor: NodeId | null;
  snapshot: Snapshot | undefined;
  #before: Index = 0;
  #termBefore: Term = 0;
  #entries: Entry[] = [];
  readonly #disk: RaftEnv['disk'];
  readonly #changed = new Set<'log' | 'snapshot'>();

  constructor(disk: RaftEnv['disk']) {
    this.#disk = disk;
    this.term = disk.load('currentTerm') ?? 0;
    this.votedFor = disk.load('votedFor') ?? null;
    this.snapshot = disk.load('snapshot');
    const log = disk.load('log');
    if (log) {
      this.#before = log.lastIncludedIndex;
      this.#termBefore = log.lastIncludedTerm;
      this.#entries = [...log.entries];
    }
    const { snapshot } = this;
    if (snapshot && !this.has(snapshot.lastIncludedIndex, snapshot.lastIncludedTerm))
      this.#beginBehind(snapshot);
    this.#changed.clear();
  }

  get last(): Index {
    return this.#before + this.#entries.length;
  }

  get lastTerm(): Term {
    return this.termAt(this.last) ?? 0;
  }

  /** The entry before the first that is kept. */
  get before(): Index {
    return this.#before;
  }

  get covered(): Index {
    return this.snapshot?.lastIncludedIndex ?? 0;
  }

  entry(index: Index): Entry | undefined {
    return this.#entries[index - this.#before - 1];
  }

  termAt(index: Index): Term | undefined {
    return index === this.#before ? this.#termBefore : this.entry(index)?.term;
  }

  /** Whether this entry is here, or lies where all logs agree. */
  has(index: Index, term: Term): boolean {
    return index < this.#before || this.termAt(index) === term;
  }

  between(after: Index, to: Index): readonly Entry[] {
    return this.#entries.slice(after - this.#before, to - this.#before);
  }

  append(...entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    this.#changed.add('log');
  }

  /** Entries behind one that agrees; what conflicts with them goes. */
  merge(after: Index, entries: readonly Entry[]): void {
    const first = entries.findIndex(({ term }, i) => !this.has(after + 1 + i, term));
    if (first < 0) return;
    this.#entries.length = after + first - this.#before;
    this.append(...entries.slice(first));
  }

  /** The service's own snapshot: some entries in front of it stay. */
  compact(snapshot: Snapshot): void {
    this.#take(snapshot);
    const before = Math.max(this.#before, snapshot.lastIncludedIndex - SPARE);
    const term = this.termAt(before) ?? 0;
    if (before === this.#before) return;
    this.#entries = this.#entries.slice(before - this.#before);
    [this.#before, this.#termBefore] = [before, term];
    this.#changed.add('log');
  }

  /** A leader's snapshot, whose last entry is not here: nothing of this log is worth anything. */
  replace(snapshot: Snapshot): void {
    this.#take(snapshot);
    this.#beginBehind(snapshot);
  }

  #take(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.#changed.add('snapshot');
  }

  #beginBehind({ lastIncludedIndex, lastIncludedTerm }: Snapshot): void {
    [this.#before, this.#termBefore] = [lastIncludedIndex, lastIncludedTerm];
    this.#entries = [];
    this.#changed.add('log');
  }

  save(): void {
    const cells: Partial<RaftCells> = {};
    if (this.term !== (this.#disk.load('currentTerm') ?? 0)) cells.currentTerm = this.term;
    if (this.votedFor !== (this.#disk.load('votedFor') ?? null)) cells.votedFor = this.votedFor;
    if (this.#changed.has('snapshot') && this.snapshot) cells.snapshot = this.snapshot;
    const [lastIncludedIndex, lastIncludedTerm] = [this.#before, this.#termBefore];
    if (this.#changed.has('log'))
      cells.log = { lastIncludedIndex, lastIncludedTerm, entries: [...this.#entries] };
    this.#changed.clear();
    if (Object.keys(cells).length > 0) this.#disk.save(cells);
  }
}
