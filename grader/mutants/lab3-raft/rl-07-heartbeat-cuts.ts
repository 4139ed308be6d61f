import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Entry, Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { cutFrom, lastIndex, type Log } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-07',
  what: 'A heartbeat cuts what stands after its prevLogIndex.',
  killers: ['3b-overtaken'],
  rule: 'truncate-on-conflict',
});

function cutOrMerged(log: Log, prevLogIndex: Index, entries: readonly Entry[]): Log {
  if (entries.length > 0) return figure2.merged(log, prevLogIndex, entries);
  return prevLogIndex < lastIndex(log) ? cutFrom(log, prevLogIndex + 1) : log;
}

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, merged: cutOrMerged }).start(),
});
