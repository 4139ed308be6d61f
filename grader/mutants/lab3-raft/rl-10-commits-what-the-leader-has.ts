import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-10',
  what: 'A follower takes over leaderCommit, also if its own log ends before.',
  killers: ['3b-commit-what-agrees'],
  rule: 'no-throw',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      followerCommit: (commitIndex, leaderCommit) => Math.max(commitIndex, leaderCommit),
    }).start(),
});
