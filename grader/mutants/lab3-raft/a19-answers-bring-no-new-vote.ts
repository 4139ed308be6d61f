import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A19',
  what: 'A later term in an answer is taken over, and the vote of the term before stays.',
  killers: ['3a-swarm'],
  rule: 'vote-owed',
});

class Mutant extends RaftServer {
  override hears(term: Term): void {
    const { votedFor } = this;
    super.hears(term);
    this.votedFor = votedFor;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
