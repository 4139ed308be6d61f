import { describeMessage, short, type Labels, type Plain } from '#harness';
import type { LogCell, Proposed, RaftCells, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { replyOf, requestOf, type Reply, type Request } from './wire.ts';

/** An index with its term: `4/t2`. */
const place = (index: number, term: number): string => `${index}/t${term}`;

function describeRequest({ method, args }: Request): string {
  const start = `${method} t${args.term}`;
  switch (method) {
    case 'RequestVote':
      return `${start}, log ends ${place(args.lastLogIndex, args.lastLogTerm)}`;
    case 'AppendEntries': {
      const more = args.entries?.length > 0 ? ` +${args.entries.length}` : '';
      const prev = place(args.prevLogIndex, args.prevLogTerm);
      return `${start} prev ${prev}${more} commit ${args.leaderCommit}`;
    }
    case 'InstallSnapshot':
      return `${start} up to ${place(args.lastIncludedIndex, args.lastIncludedTerm)}`;
  }
}

function describeReply({ method, reply }: Reply): string {
  switch (method) {
    case 'RequestVote':
      return `${reply.voteGranted ? 'granted' : 'refused'} t${reply.term}`;
    case 'AppendEntries': {
      if (reply.success) return `ok t${reply.term}`;
      const { conflictTerm, conflictIndex } = reply;
      const hint = [
        ...(conflictTerm === undefined ? [] : [`t${conflictTerm}`]),
        ...(conflictIndex === undefined ? [] : [`${conflictIndex}`]),
      ];
      return `refused t${reply.term}${hint.length > 0 ? `, hint ${hint.join('/')}` : ''}`;
    }
    case 'InstallSnapshot':
      return `installed t${reply.term}`;
  }
}

/** A message in a few words. */
function describe(message: Plain): string {
  const request = requestOf(message);
  if (request) return describeRequest(request);
  const reply = replyOf(message);
  return reply ? describeReply(reply) : describeMessage(message);
}

/** `propose x7`. */
const describeCall = (name: string, args: readonly Plain[]): string =>
  [name, ...args.map((arg) => short(arg))].join(' ');

/** What it is told: `index 7 in term 2`, or whatever else came. */
function describeAnswer(name: string, value: Plain): string {
  if (name === 'snapshot') return 'done';
  if (name !== 'propose' && name !== 'changeServers') return short(value);
  if (value === null) return name === 'propose' ? 'not the leader' : 'not now, or not here';
  const { index, term } = value as Partial<Proposed>;
  return index === undefined || term === undefined
    ? short(value)
    : `index ${index} in term ${term}`;
}

/** Of longer logs the last so many entries are said. */
const ENTRIES = 4;

/**
 * `x1/t1 x2/t1 x3/t2`; of a long log the end, behind an index: `…6 x7/t3`; of one that is trimmed,
 * first what its snapshot covers: `(5) …6 x7/t3`.
 */
function describeLog({ lastIncludedIndex, entries }: LogCell): string {
  const shown = entries.slice(-ENTRIES).map(({ command, term }) => `${short(command)}/t${term}`);
  const before = lastIncludedIndex + entries.length - shown.length;
  const covered = lastIncludedIndex > 0 ? [`(${lastIncludedIndex})`] : [];
  const left = before > lastIncludedIndex ? [`…${before}`] : [];
  return [...covered, ...left, ...shown].join(' ') || 'empty';
}

/** What a program saves may be anything. */
const isLog = (cell: Plain): boolean =>
  Array.isArray((cell as Partial<LogCell> | null)?.entries) &&
  (cell as unknown as LogCell).entries.every(
    (entry) => typeof entry === 'object' && entry !== null,
  );

function describeCell(name: string, cell: Plain | undefined): string {
  if (cell === undefined) return `${name} dropped`;
  if (name === 'currentTerm') return `term ${short(cell)}`;
  if (name === 'votedFor') return `vote ${cell === null ? 'none' : short(cell)}`;
  if (name === 'log' && isLog(cell)) return `log ${describeLog(cell as unknown as LogCell)}`;
  const { lastIncludedIndex, lastIncludedTerm } = (cell ?? {}) as Partial<Snapshot>;
  if (name !== 'snapshot' || lastIncludedIndex === undefined) return `${name} ${short(cell)}`;
  return `snapshot ${place(lastIncludedIndex, lastIncludedTerm ?? 0)}`;
}

const CELLS: readonly string[] = [
  'currentTerm',
  'votedFor',
  'snapshot',
  'log',
] satisfies readonly (keyof RaftCells)[];

/** What is on the disk afterwards, of all that was saved: `term 2, vote n1, log x1/t1`. */
const describeSave: NonNullable<Labels['describeSave']> = (_before, cells) =>
  Object.entries(cells)
    .toSorted(([a], [b]) => CELLS.indexOf(a) - CELLS.indexOf(b))
    .map(([name, cell]) => describeCell(name, cell))
    .join(', ');

/** `applies 7: x7`, `restores up to 7/t2`: what has reached the service. */
function describeProbe(name: string, data: Plain): string | undefined {
  if (name === 'apply') {
    const { index, command } = data as { index: number; command: Plain };
    return `applies ${index}: ${short(command)}`;
  }
  if (name !== 'restore') return undefined;
  const { lastIncludedIndex, lastIncludedTerm } = data as unknown as Snapshot;
  return `restores up to ${place(lastIncludedIndex, lastIncludedTerm)}`;
}

export const labels: Labels = {
  describe,
  describeCall,
  describeAnswer,
  describeSave,
  describeProbe,
};
