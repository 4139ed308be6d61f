/** Who gets a vote, and how many make a leader: decisions, apart from the acting. */
import type { NodeId } from '#harness';
import type { Index, RequestVoteArgs, Term } from '../../labs/lab3-raft/types.ts';

/** How a log ends, which is all that voters compare. */
export type LogEnd = { lastLogIndex: Index; lastLogTerm: Term };

/** What a voter knows of its own vote, once it has taken over the candidate's term. */
export type Ballot = { currentTerm: Term; votedFor: NodeId | null };

/**
 * "If the logs have last entries with different terms, then the log with the later term is more
 * up-to-date. If the logs end with the same term, then whichever log is longer is more up-to-date"
 * (§5.4.1). Equal logs will do.
 */
export function isUpToDate(candidate: LogEnd, own: LogEnd): boolean {
  if (candidate.lastLogTerm !== own.lastLogTerm) return candidate.lastLogTerm > own.lastLogTerm;
  return candidate.lastLogIndex >= own.lastLogIndex;
}

/** "If votedFor is null or candidateId, … grant vote" (Figure 2, RequestVote 1 and 2). */
export function mayGrantVote(
  { currentTerm, votedFor }: Ballot,
  { term, candidateId }: RequestVoteArgs,
): boolean {
  return term === currentTerm && (votedFor === null || votedFor === candidateId);
}

/** "Votes from a majority of the servers in the full cluster" (§5.2). */
export const isMajority = (count: number, servers: number): boolean => count > servers / 2;
