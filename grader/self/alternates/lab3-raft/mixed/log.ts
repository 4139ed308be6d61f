import type { Entry, Index, LogCell, Term } from '../../../../../labs/lab3-raft/types.ts';

/** Where an entry stands, and of which term it is. */
export type Place = { readonly index: Index; readonly term: Term };

export const EMPTY: LogCell = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

export const entryAt = (log: LogCell, index: Index): Entry | undefined =>
  log.entries[index - 1 - log.lastIncludedIndex];

export function termAt(log: LogCell, index: Index): Term | undefined {
  if (index === log.lastIncludedIndex) return log.lastIncludedTerm;
  return entryAt(log, index)?.term;
}

export function end(log: LogCell): Place {
  const index = log.lastIncludedIndex + log.entries.length;
  return { index, term: log.entries.at(-1)?.term ?? log.lastIncludedTerm };
}

export const isBefore = (a: Place, b: Place): boolean =>
  a.term < b.term || (a.term === b.term && a.index < b.index);

/** `count` entries behind an index. */
export function sliceAfter(log: LogCell, index: Index, count: number): readonly Entry[] {
  const from = index - log.lastIncludedIndex;
  return log.entries.slice(from, from + count);
}

export const appended = (log: LogCell, ...entries: readonly Entry[]): LogCell => ({
  ...log,
  entries: log.entries.concat(entries),
});

/** §5.3: the same value if all of it is there; otherwise cut at the first that differs. */
export function merged(log: LogCell, prevLogIndex: Index, entries: readonly Entry[]): LogCell {
  const known = Math.max(0, log.lastIncludedIndex - prevLogIndex);
  let same = known;
  while (same < entries.length && termAt(log, prevLogIndex + 1 + same) === entries[same]?.term)
    same++;
  if (same >= entries.length) return log;
  const kept = log.entries.slice(0, prevLogIndex + same - log.lastIncludedIndex);
  return { ...log, entries: kept.concat(entries.slice(same)) };
}

/** §7. */
export function compacted(log: LogCell, { index, term }: Place): LogCell {
  if (index <= log.lastIncludedIndex) return log;
  const agrees = termAt(log, index) === term;
  const entries = agrees ? log.entries.slice(index - log.lastIncludedIndex) : [];
  return { lastIncludedIndex: index, lastIncludedTerm: term, entries };
}
