/** What is on a server's disk, and how one log differs from the next. */
import { canonical, type NodeId, type Plain } from '#harness';
import type { Entry, Index, LogCell, Snapshot, Term } from '../../../../labs/lab3-raft/types.ts';

/** An entry's place and term: with Log Matching, all that there is to say of it. */
export type Position = { readonly index: Index; readonly term: Term };

export const START: Position = { index: 0, term: 0 };

/** Whether a log that ends here is at least as up-to-date as one that ends there (§5.4.1). */
export const isUpToDate = (one: Position, other: Position): boolean =>
  one.term === other.term ? one.index >= other.index : one.term > other.term;

export const sameCommand = (a: Plain, b: Plain): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b));

export const sameEntry = (a: Entry | undefined, b: Entry | undefined): boolean =>
  a === b || (!!a && !!b && a.term === b.term && sameCommand(a.command, b.command));

/** A log by absolute indexes. What stands up to `base` is covered by a snapshot. */
export class LogView {
  readonly base: Position;
  readonly entries: readonly Entry[];

  constructor(base: Position, entries: readonly Entry[]) {
    this.base = base;
    this.entries = entries;
  }

  get last(): Index {
    return this.base.index + this.entries.length;
  }

  get end(): Position {
    return { index: this.last, term: this.entries.at(-1)?.term ?? this.base.term };
  }

  entryAt(index: Index): Entry | undefined {
    return this.entries[index - this.base.index - 1];
  }

  /** Undefined behind the base, and beyond the end. */
  termAt(index: Index): Term | undefined {
    return index === this.base.index ? this.base.term : this.entryAt(index)?.term;
  }

  /** Whether this entry is in the log, or covered by its snapshot. */
  holds({ index, term }: Position): boolean {
    return index < this.base.index || this.termAt(index) === term;
  }

  /** Where the log ends if it is cut behind an index. */
  endAt(index: Index): Position {
    const term = this.termAt(index);
    return term === undefined ? START : { index, term };
  }
}

export type Disk = {
  readonly term: Term;
  readonly votedFor: NodeId | null;
  readonly log: LogCell;
  readonly snapshot: Snapshot | undefined;
  /** What a new life makes of the log and the snapshot. */
  readonly view: LogView;
};

export const EMPTY_LOG: LogCell = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

export const EMPTY_DISK: Disk = {
  term: 0,
  votedFor: null,
  log: EMPTY_LOG,
  snapshot: undefined,
  view: new LogView(START, []),
};

/** A snapshot may be saved before the log: whoever wakes then trims the log, or gives it up. */
function recovered(log: LogCell, snapshot: Snapshot | undefined): LogView {
  const base = { index: log.lastIncludedIndex, term: log.lastIncludedTerm };
  const view = new LogView(base, log.entries);
  if (!snapshot || snapshot.lastIncludedIndex <= base.index) return view;
  const covered = { index: snapshot.lastIncludedIndex, term: snapshot.lastIncludedTerm };
  const goesOn = view.termAt(covered.index) === covered.term;
  return new LogView(covered, goesOn ? log.entries.slice(covered.index - base.index) : []);
}

/** The disk after a save. */
export function saved(disk: Disk, cells: { readonly [cell: string]: Plain }): Disk {
  const cell = <T>(name: string, before: T, empty: T): T =>
    name in cells ? ((cells[name] ?? empty) as T) : before;
  const log = cell<LogCell>('log', disk.log, EMPTY_LOG);
  const snapshot = cell<Snapshot | undefined>('snapshot', disk.snapshot, undefined);
  const same = log === disk.log && snapshot === disk.snapshot;
  return {
    term: cell('currentTerm', disk.term, 0),
    votedFor: cell<NodeId | null>('votedFor', disk.votedFor, null),
    log,
    snapshot,
    view: same ? disk.view : recovered(log, snapshot),
  };
}

/** From where on a log differs from the one before it. */
export type Difference = {
  /** The first entry that is new, or another than before. */
  readonly fresh: Index | undefined;
  /** The first entry of before that is gone, and that no snapshot covers. */
  readonly lost: Index | undefined;
};

export function difference(before: LogView, after: LogView): Difference {
  let index = Math.max(before.base.index, after.base.index) + 1;
  const both = Math.min(before.last, after.last);
  while (index <= both && sameEntry(before.entryAt(index), after.entryAt(index))) index++;
  return {
    fresh: index <= after.last ? index : undefined,
    lost: index <= before.last ? index : undefined,
  };
}
