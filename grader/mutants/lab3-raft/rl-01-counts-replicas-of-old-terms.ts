import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-01',
  what: 'A leader commits an entry of an earlier term when a majority holds it.',
  killers: ['3b-old-entry-waits', '3c-figure-8'],
  rule: 'commit-own-term',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, mayCommit: () => true }).start(),
});
