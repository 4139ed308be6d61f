/** Part A. Who gets a vote, and how many make a leader: decisions, apart from the acting. */
import { todo, type NodeId } from '#harness';
import type { Index, RequestVoteArgs, Term } from './types.ts';

/** How a log ends, which is all that voters compare. */
export type LogEnd = { lastLogIndex: Index; lastLogTerm: Term };

/** What a voter knows of its own vote, once it has taken over the candidate's term. */
export type Ballot = { currentTerm: Term; votedFor: NodeId | null };

/** A1. Whether the candidate's log is at least as up-to-date as the voter's own (§5.4.1). */
export function isUpToDate(candidate: LogEnd, own: LogEnd): boolean {
  void [candidate, own];
  return todo('A1');
}

/** A1. Whether this vote may be given, as far as terms and earlier votes go (Figure 2). */
export function mayGrantVote(ballot: Ballot, args: RequestVoteArgs): boolean {
  void [ballot, args];
  return todo('A1');
}

/** A2. Whether so many votes make a leader, in a cluster of so many servers (§5.2). */
export function isMajority(count: number, servers: number): boolean {
  void [count, servers];
  return todo('A2');
}
