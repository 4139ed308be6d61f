import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-02',
  what: 'Half of the servers, rounded down, make a leader.',
  killers: ['3a-minority'],
  rule: 'leader-votes',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      isMajority: (count, all) => count >= Math.floor(all / 2),
    }).start(),
});
