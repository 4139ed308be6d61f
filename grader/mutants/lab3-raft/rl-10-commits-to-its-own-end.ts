import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-10',
  what: 'A follower takes the end of its own log for the last entry known to agree.',
  killers: ['3b-commit-what-agrees'],
  rule: 'commit-min',
});

class Mutant extends RaftServer {
  override commitTo(index: Index): void {
    super.commitTo(Math.min(index, lastIndex(this.log)));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new Mutant(env, servers, machine, {
      ...figure2,
      followerCommit: (commitIndex, leaderCommit) => Math.max(commitIndex, leaderCommit),
    }).start(),
});
