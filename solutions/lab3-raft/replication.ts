/** What a follower makes of AppendEntries, and a leader of the answer: decisions alone. */
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Entry,
  Index,
  Term,
} from '../../labs/lab3-raft/types.ts';
import { append, cutFrom, lastIndex, spanOf, termAt, type Log } from './log.ts';

type Previous = Pick<AppendEntriesArgs, 'prevLogIndex' | 'prevLogTerm'>;
type Hint = Pick<AppendEntriesReply, 'conflictTerm' | 'conflictIndex'>;

// ---- The follower ----

/**
 * "Reply false if log doesn't contain an entry at prevLogIndex whose term matches prevLogTerm"
 * (Figure 2, AppendEntries 2). What the snapshot covers is committed, so a leader has the same.
 */
export function matches(log: Log, { prevLogIndex, prevLogTerm }: Previous): boolean {
  if (prevLogIndex < log.lastIncludedIndex) return true;
  return termAt(log, prevLogIndex) === prevLogTerm;
}

/**
 * "If an existing entry conflicts with a new one (same index but different terms), delete the
 * existing entry and all that follow it. Append any new entries not already in the log" (Figure 2,
 * AppendEntries 3 and 4). Without a conflict nothing is cut: the message may be an old one. The
 * same log, if there is nothing to do.
 */
export function merged(log: Log, prevLogIndex: Index, entries: readonly Entry[]): Log {
  const isNew = (entry: Entry, i: number): boolean => {
    const index = prevLogIndex + 1 + i;
    return index > log.lastIncludedIndex && termAt(log, index) !== entry.term;
  };
  const first = entries.findIndex(isNew);
  if (first < 0) return log;
  return append(cutFrom(log, prevLogIndex + 1 + first), entries.slice(first));
}

/** "commitIndex = min(leaderCommit, index of last new entry)" (AppendEntries 5), never back. */
export const followerCommit = (commitIndex: Index, leaderCommit: Index, lastNew: Index): Index =>
  Math.max(commitIndex, Math.min(leaderCommit, lastNew));

/**
 * "The follower can include the term of the conflicting entry and the first index it stores for
 * that term" (§5.3); where it has no entry at all, the index after its last.
 */
export function conflictHint(log: Log, prevLogIndex: Index): Hint {
  const conflictTerm = termAt(log, prevLogIndex);
  if (conflictTerm === undefined) return { conflictIndex: lastIndex(log) + 1 };
  const conflictIndex = spanOf(log, conflictTerm)?.first ?? prevLogIndex;
  return { conflictTerm, conflictIndex };
}

// ---- The leader ----

/** What a leader knows of one follower. Made anew when it is elected (Figure 2). */
export type Progress = {
  /** The next entry to send. */
  readonly nextIndex: Index;
  /** Known to be replicated up to here. */
  readonly matchIndex: Index;
};

/** After a success: what was sent is there. An older answer may come later: never back. */
export function afterSuccess({ nextIndex, matchIndex }: Progress, lastSent: Index): Progress {
  const match = Math.max(matchIndex, lastSent);
  return { matchIndex: match, nextIndex: Math.max(nextIndex, match + 1) };
}

/**
 * After a refusal: "decrement nextIndex to bypass all of the conflicting entries in that term"
 * (§5.3). If the leader has that term too, it goes on after its own last entry of it.
 */
export function afterRefusal(
  log: Log,
  progress: Progress,
  prevLogIndex: Index,
  { conflictTerm, conflictIndex = prevLogIndex }: Hint,
): Progress {
  // The answer to an older request: nextIndex has moved since.
  if (prevLogIndex !== progress.nextIndex - 1) return progress;
  const ours = conflictTerm === undefined ? undefined : spanOf(log, conflictTerm)?.last;
  const hinted = ours === undefined ? conflictIndex : ours + 1;
  const nextIndex = Math.max(progress.matchIndex + 1, Math.min(hinted, prevLogIndex));
  return { ...progress, nextIndex };
}

/** The highest index that a majority holds: of the match indexes, the middle one. */
export const majorityIndex = (matchIndexes: readonly Index[]): Index =>
  matchIndexes.toSorted((a, b) => b - a)[Math.floor(matchIndexes.length / 2)] ?? 0;

/**
 * "Only log entries from the leader's current term are committed by counting replicas" (§5.4.2,
 * Figure 8); those before them follow.
 */
export const mayCommit = (log: Log, index: Index, currentTerm: Term): boolean =>
  termAt(log, index) === currentTerm;
