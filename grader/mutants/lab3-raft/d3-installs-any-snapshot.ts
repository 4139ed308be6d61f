import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D3',
  what: 'A snapshot that is older than what is here is installed too.',
  killers: ['3d-between-saves', '3d-swarm'],
  rule: 'restore-forward',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, isNews: () => true }).start(),
});
