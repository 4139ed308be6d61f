import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B1',
  what: 'A refusal points to the end of the follower’s log, also if that end conflicts.',
  killers: ['3b-back-up'],
  rule: 'next-index-backs-off',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      conflictHint: (log) => ({ conflictIndex: lastIndex(log) + 1 }),
      afterRefusal: (_log, progress, _prev, { conflictIndex = 1 }) => ({
        ...progress,
        nextIndex: conflictIndex,
      }),
    }).start(),
});
