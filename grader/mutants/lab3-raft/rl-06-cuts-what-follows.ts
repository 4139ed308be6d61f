import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Entry, Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { append, cutFrom, type Log } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-06',
  what: 'Whatever stands after prevLogIndex is cut, and what was sent put in its place.',
  killers: ['3b-overtaken'],
  rule: 'truncate-on-conflict',
});

function replaced(log: Log, prevLogIndex: Index, entries: readonly Entry[]): Log {
  if (entries.length === 0) return log;
  const covered = Math.max(0, log.lastIncludedIndex - prevLogIndex);
  return append(cutFrom(log, prevLogIndex + 1), entries.slice(covered));
}

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, merged: replaced }).start(),
});
