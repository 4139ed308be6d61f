import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B11',
  what: 'A follower looks whether it has an entry at prevLogIndex, and not of which term.',
  killers: ['3b-conflict'],
  rule: 'consistency-check',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      matches: (log, { prevLogIndex }) => prevLogIndex <= lastIndex(log),
    }).start(),
});
