import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B19',
  what: 'The match indexes are sorted as sort() does it unasked: 10 before 9.',
  killers: ['3b-swarm'],
  rule: 'commit-majority',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      majorityIndex: (matchIndexes) =>
        matchIndexes.toSorted()[Math.floor((matchIndexes.length - 1) / 2)] ?? 0,
    }).start(),
});
