import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-15',
  what: 'A follower applies the entry after leaderCommit too, if it was sent.',
  killers: ['3b-no-majority'],
  rule: 'apply-committed',
});

const oneMore = (commitIndex: Index, leaderCommit: Index, lastNew: Index): Index =>
  Math.max(commitIndex, Math.min(leaderCommit + 1, lastNew));

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, followerCommit: oneMore }).start(),
});
