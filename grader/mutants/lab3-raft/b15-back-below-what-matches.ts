import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B15',
  what: 'A late refusal takes nextIndex back below what the follower has acknowledged.',
  killers: ['3b-late-refusals'],
  rule: 'few-bytes',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      afterRefusal: (_log, progress, prevLogIndex, { conflictIndex = prevLogIndex }) => ({
        ...progress,
        nextIndex: Math.max(1, Math.min(conflictIndex, prevLogIndex)),
      }),
    }).start(),
});
