import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B13',
  what: 'A leader commits what the best of its followers holds.',
  killers: ['3b-no-majority'],
  rule: 'commit-majority',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      majorityIndex: ([, ...matchIndexes]) => Math.max(...matchIndexes),
    }).start(),
});
