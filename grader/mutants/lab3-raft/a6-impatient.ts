import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ELECTION_TIMEOUT_MIN, ELECTION_TIMEOUT_MAX } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A6',
  what: 'Election timeouts are drawn from 25 to 50 ms, as short as the pause between heartbeats.',
  killers: ['3a-quiet-leader'],
  rule: 'steady-leader',
});

class Mutant extends RaftServer {
  protected override resetElectionTimer(): void {
    const spread = ELECTION_TIMEOUT_MAX - ELECTION_TIMEOUT_MIN;
    const timeout = (ELECTION_TIMEOUT_MIN + this.env.random() * spread) / 10;
    this.electionDeadline = this.env.now() + timeout;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
