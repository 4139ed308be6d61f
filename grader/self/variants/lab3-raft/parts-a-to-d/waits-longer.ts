import { ELECTION_TIMEOUT_MAX } from '../../../../../labs/lab3-raft/types.ts';
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../../../solutions/lab3-raft/raft.ts';

/** Nearly as long as the assignment allows: from MAX to twice MAX. */
class Variant extends RaftServer {
  protected override resetElectionTimer(): void {
    const spread = 0.98 * ELECTION_TIMEOUT_MAX;
    this.electionDeadline = this.env.now() + ELECTION_TIMEOUT_MAX + this.env.random() * spread;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Variant(env, servers, machine).start(),
});
