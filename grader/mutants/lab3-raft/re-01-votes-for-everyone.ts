import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-01',
  what: 'A vote is given to every candidate of the term.',
  killers: ['3a-one-vote', '3a-swarm'],
  rule: 'one-vote',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      mayGrantVote: ({ currentTerm }, { term }) => term === currentTerm,
    }).start(),
});
