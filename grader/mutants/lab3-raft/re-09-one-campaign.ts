import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-09',
  what: 'Who is a candidate already does not start another election.',
  killers: ['3a-lost-votes'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    if (this.votes) this.resetElectionTimer();
    else super.campaign();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
