import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B23',
  what: 'A follower whose log is too short does not say how short.',
  killers: ['3b-back-up'],
  rule: 'few-round-trips',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      conflictHint: (log, prevLogIndex) =>
        prevLogIndex > lastIndex(log) ? {} : figure2.conflictHint(log, prevLogIndex),
    }).start(),
});
