import type { Entry, Index, LogCell, Term } from '../../../../../labs/lab3-raft/types.ts';

export const EMPTY: LogCell = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

export const lastIndex = (log: LogCell): Index => log.lastIncludedIndex + log.entries.length;

export const lastTerm = (log: LogCell): Term => log.entries.at(-1)?.term ?? log.lastIncludedTerm;

export const entryAt = (log: LogCell, index: Index): Entry | undefined =>
  log.entries[index - log.lastIncludedIndex - 1];

export const termAt = (log: LogCell, index: Index): Term | undefined =>
  index === log.lastIncludedIndex ? log.lastIncludedTerm : entryAt(log, index)?.term;

export const after = (log: LogCell, index: Index, most: number): readonly Entry[] =>
  log.entries.slice(index - log.lastIncludedIndex, index - log.lastIncludedIndex + most);

/** Puts one entry at its place: undefined if it is there already, or was compacted. */
export function put(log: LogCell, index: Index, entry: Entry): LogCell | undefined {
  const place = index - log.lastIncludedIndex - 1;
  if (place < 0 || log.entries[place]?.term === entry.term) return undefined;
  return { ...log, entries: [...log.entries.slice(0, place), entry] };
}

/** Figure 2, AppendEntries, 3 and 4. */
export function putAll(log: LogCell, prevLogIndex: Index, entries: readonly Entry[]): LogCell {
  return entries.reduce((all, entry, i) => put(all, prevLogIndex + 1 + i, entry) ?? all, log);
}

/** What is left behind a snapshot: nothing, unless its last entry stands in the log (Figure 13). */
export function compact(log: LogCell, index: Index, term: Term): LogCell {
  if (index <= log.lastIncludedIndex) return log;
  const entries =
    termAt(log, index) === term ? log.entries.slice(index - log.lastIncludedIndex) : [];
  return { lastIncludedIndex: index, lastIncludedTerm: term, entries };
}
