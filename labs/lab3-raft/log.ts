/**
 * Part B, and part D. The log as plain data, by absolute indexes. Let nobody else know where in
 * `entries` an index stands: then trimming, in part D, changes this file alone.
 */
import { todo } from '#harness';
import type { Entry, Index, LogCell, Term } from './types.ts';

export type Log = LogCell;

export const emptyLog: Log = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

/** Given, for part A asks it: in an empty log it is 0. */
export const lastIndex = (log: Log): Index => log.lastIncludedIndex + log.entries.length;

/** Given. The term of the last entry; of the snapshot's, if nothing follows it. */
export const lastTerm = (log: Log): Term => log.entries.at(-1)?.term ?? log.lastIncludedTerm;

/** B1. The entry at an index; undefined if the log does not hold it. */
export function entryAt(log: Log, index: Index): Entry | undefined {
  void [log, index];
  return todo('B1');
}

/** B1. The term at an index; index 0 has term 0. Undefined if the log does not reach so far. */
export function termAt(log: Log, index: Index): Term | undefined {
  void [log, index];
  return todo('B1');
}

/** B1. With these entries behind the last. What came over the wire is frozen: make a new log. */
export function append(log: Log, entries: readonly Entry[]): Log {
  void [log, entries];
  return todo('B1');
}

/** B1. Without the entry at this index, and all that follow it. */
export function cutFrom(log: Log, index: Index): Log {
  void [log, index];
  return todo('B1');
}

/** B2. At most so many entries, from an index on. */
export function entriesFrom(log: Log, index: Index, most: number): readonly Entry[] {
  void [log, index, most];
  return todo('B2');
}

/** D1. Without the entries up to this index, which the log must hold. */
export function compact(log: Log, index: Index): Log {
  void [log, index];
  return todo('D1');
}
