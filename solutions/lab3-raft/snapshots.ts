/** Part D: what remains of a log beside a snapshot. */
import type { Index, InstallSnapshotArgs, Snapshot } from '../../labs/lab3-raft/types.ts';
import { compact, termAt, type Log } from './log.ts';

/**
 * "If existing log entry has same index and term as snapshot's last included entry, retain log
 * entries following it … Discard the entire log" otherwise (Figure 13, InstallSnapshot 6 and 7). A
 * log that begins later holds its own snapshot, and stays.
 */
export function besideSnapshot(
  log: Log,
  { lastIncludedIndex, lastIncludedTerm }: Omit<Snapshot, 'data'>,
): Log {
  if (lastIncludedIndex <= log.lastIncludedIndex) return log;
  if (termAt(log, lastIncludedIndex) === lastIncludedTerm) return compact(log, lastIncludedIndex);
  return { lastIncludedIndex, lastIncludedTerm, entries: [] };
}

export const noSnapshot: Snapshot = { lastIncludedIndex: 0, lastIncludedTerm: 0, data: null };

/** What of a message is kept. */
export const snapshotIn = (args: InstallSnapshotArgs): Snapshot => ({
  lastIncludedIndex: args.lastIncludedIndex,
  lastIncludedTerm: args.lastIncludedTerm,
  data: args.data,
  ...(args.servers && { servers: args.servers }),
});

/** Whether a snapshot tells something new: what is committed here is on this disk already. */
export const isNews = (lastIncludedIndex: Index, commitIndex: Index): boolean =>
  lastIncludedIndex > commitIndex;
