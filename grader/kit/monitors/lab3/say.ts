/** Raft's things in a sentence. */
import type { Disk, LogView, Position } from './cells.ts';
import type { Answer, Question } from './wire.ts';

/** '4/t2': index 4, of term 2. */
export const at = ({ index, term }: Position): string =>
  index === 0 ? 'the empty log' : `${index}/t${term}`;

export const endOf = (view: LogView): string =>
  view.last === 0 ? 'an empty log' : `a log that ends at ${at(view.end)}`;

export const diskVote = ({ term, votedFor }: Disk): string =>
  `term ${term}, voted for ${votedFor ?? 'nobody'}`;

/** A question in a few words. */
export function asked({ method, args }: Question): string {
  if (method === 'RequestVote')
    return (
      `RequestVote of term ${args.term}, log ends at ` +
      at({ index: args.lastLogIndex, term: args.lastLogTerm })
    );
  if (method === 'InstallSnapshot') {
    const included = at({ index: args.lastIncludedIndex, term: args.lastIncludedTerm });
    return `InstallSnapshot of term ${args.term}, up to ${included}`;
  }
  const { term, prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
  const what =
    entries.length === 0
      ? 'no entries'
      : `entries ${prevLogIndex + 1} to ${prevLogIndex + entries.length}`;
  return (
    `AppendEntries of term ${term}, behind ${at({ index: prevLogIndex, term: prevLogTerm })}, ` +
    `${entries.length === 1 ? `entry ${prevLogIndex + 1}` : what}, leaderCommit ${leaderCommit}`
  );
}

/** An answer in a few words. */
export function answered({ method, reply }: Answer): string {
  if (method === 'RequestVote') return `${reply.voteGranted ? 'grants' : 'refuses'} its vote`;
  if (method === 'InstallSnapshot') return 'answers InstallSnapshot';
  return reply.success ? 'answers success' : 'refuses AppendEntries';
}
