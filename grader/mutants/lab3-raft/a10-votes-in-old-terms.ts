import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A10',
  what: 'A candidate of an old term is given the vote that is still free.',
  killers: ['3a-new-life'],
  rule: 'stale-refused',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      mayGrantVote: ({ votedFor }, { candidateId }) =>
        votedFor === null || votedFor === candidateId,
    }).start(),
});
