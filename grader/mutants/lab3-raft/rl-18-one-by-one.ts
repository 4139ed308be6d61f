import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-18',
  what: 'A refusal has no hint: the leader goes back one entry for each.',
  killers: ['3b-back-up'],
  rule: 'few-round-trips',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, conflictHint: () => ({}) }).start(),
});
