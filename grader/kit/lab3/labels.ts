import { describeMessage, short, type Labels, type Plain } from '#harness';
import type { Proposed } from '../../../labs/lab3-raft/types.ts';
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
  if (name !== 'propose') return short(value);
  if (value === null) return 'not the leader';
  const { index, term } = value as Partial<Proposed>;
  return index === undefined || term === undefined
    ? short(value)
    : `index ${index} in term ${term}`;
}

export const labels: Labels = { describe, describeCall, describeAnswer };
