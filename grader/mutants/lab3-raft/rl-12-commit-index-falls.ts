import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-12',
  what: 'commitIndex follows each message, down too, and what is above it is applied again.',
  killers: ['3b-late-commit'],
  rule: 'apply-order',
});

class Mutant extends RaftServer {
  override commitTo(index: Index): void {
    this.lastApplied = this.commitIndex;
    super.commitTo(index);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new Mutant(env, servers, machine, {
      ...figure2,
      followerCommit: (_, leaderCommit, lastNew) => Math.min(leaderCommit, lastNew),
    }).start(),
});
