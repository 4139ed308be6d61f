/** Part B. What a follower makes of AppendEntries, and a leader of the answers: decisions alone. */
import { todo } from '#harness';
import type { Log } from './log.ts';
import type { AppendEntriesArgs, Entry, Index, Term } from './types.ts';

// ---- The follower ----

/** B1. Whether the log holds the entry before the new ones (Figure 2, AppendEntries 2). */
export function matches(
  log: Log,
  previous: Pick<AppendEntriesArgs, 'prevLogIndex' | 'prevLogTerm'>,
): boolean {
  void [log, previous];
  return todo('B1');
}

/**
 * B1. The log after these entries have come behind prevLogIndex (AppendEntries 3 and 4). It cuts
 * only what conflicts: the message may be an old one, and shorter than what is there.
 */
export function merged(log: Log, prevLogIndex: Index, entries: readonly Entry[]): Log {
  void [log, prevLogIndex, entries];
  return todo('B1');
}

/** B3. How far this follower may commit, after a message that it accepted (AppendEntries 5). */
export function followerCommit(commitIndex: Index, leaderCommit: Index, lastNew: Index): Index {
  void [commitIndex, leaderCommit, lastNew];
  return todo('B3');
}

// ---- The leader. What it knows of a follower, and learns from an answer, is yours to design. ----

/** B3. The highest index that a majority holds, of the match indexes of all servers. */
export function majorityIndex(matchIndexes: readonly Index[]): Index {
  void matchIndexes;
  return todo('B3');
}

/** B3. Whether counting replicas is enough to commit this entry (§5.4.2, Figure 8). */
export function mayCommit(log: Log, index: Index, currentTerm: Term): boolean {
  void [log, index, currentTerm];
  return todo('B3');
}
