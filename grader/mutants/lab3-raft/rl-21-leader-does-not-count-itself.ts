import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-21',
  what: 'A leader wants a majority of all servers among its followers.',
  killers: ['3b-majority-up'],
  rule: 'makes-progress',
});

const ofFollowers = ([, ...matchIndexes]: readonly Index[]): Index =>
  matchIndexes.toSorted((a, b) => b - a)[Math.floor((matchIndexes.length + 1) / 2)] ?? 0;

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, majorityIndex: ofFollowers }).start(),
});
