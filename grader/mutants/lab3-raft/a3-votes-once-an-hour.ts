import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A3',
  what: 'Who asks for a vote that it has been given is refused.',
  killers: ['3a-one-vote'],
  rule: 'vote-owed',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      mayGrantVote: ({ currentTerm, votedFor }, { term }) =>
        term === currentTerm && votedFor === null,
    }).start(),
});
