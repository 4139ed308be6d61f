import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B18',
  what: 'After a success matchIndex is one more than what was sent.',
  killers: ['3b-agreement'],
  rule: 'commit-majority',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      afterSuccess: ({ nextIndex }, lastSent) => ({
        nextIndex: Math.max(nextIndex, lastSent + 1),
        matchIndex: lastSent + 1,
      }),
    }).start(),
});
