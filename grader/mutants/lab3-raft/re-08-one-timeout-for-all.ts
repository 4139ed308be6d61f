import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ELECTION_TIMEOUT_MIN } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-08',
  what: 'The election timeout is the same on all servers, each time.',
  killers: ['3a-split-votes'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override resetElectionTimer(): void {
    this.electionDeadline = this.env.now() + ELECTION_TIMEOUT_MIN;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
