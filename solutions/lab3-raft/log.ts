/**
 * The log, as plain data: what follows the snapshot, by absolute indexes. Whoever uses it knows
 * nothing of offsets, so that trimming (part D) changes this file alone.
 */
import type { Entry, Index, LogCell, Term } from '../../labs/lab3-raft/types.ts';

export type Log = LogCell;

export const emptyLog: Log = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

/** Where in `entries` an index stands; below 0 if the snapshot covers it. */
const offset = (log: Log, index: Index): number => index - log.lastIncludedIndex - 1;

export const lastIndex = (log: Log): Index => log.lastIncludedIndex + log.entries.length;

export const lastTerm = (log: Log): Term => log.entries.at(-1)?.term ?? log.lastIncludedTerm;

export const entryAt = (log: Log, index: Index): Entry | undefined =>
  log.entries[offset(log, index)];

/** The term of an entry; undefined if the log does not reach so far, or begins later. */
export const termAt = (log: Log, index: Index): Term | undefined =>
  index === log.lastIncludedIndex ? log.lastIncludedTerm : entryAt(log, index)?.term;

/** At most so many entries, from an index on that the snapshot does not cover. */
export const entriesFrom = (log: Log, index: Index, most: number): readonly Entry[] =>
  log.entries.slice(offset(log, index), offset(log, index) + most);

export const append = (log: Log, entries: readonly Entry[]): Log => ({
  ...log,
  entries: [...log.entries, ...entries],
});

/** Without the entry at this index, and all that follow it. */
export const cutFrom = (log: Log, index: Index): Log => ({
  ...log,
  entries: log.entries.slice(0, Math.max(0, offset(log, index))),
});

/** Part D. Without the entries up to this index, which the log must hold. */
export const compact = (log: Log, index: Index): Log => ({
  lastIncludedIndex: index,
  lastIncludedTerm: termAt(log, index) ?? log.lastIncludedTerm,
  entries: log.entries.slice(offset(log, index) + 1),
});

/** The first and the last index of the entries of a term, if the log has one. */
export function spanOf(log: Log, term: Term): { first: Index; last: Index } | undefined {
  const first = log.entries.findIndex((entry) => entry.term === term);
  const last = log.entries.findLastIndex((entry) => entry.term === term);
  const base = log.lastIncludedIndex + 1;
  return first < 0 ? undefined : { first: base + first, last: base + last };
}
