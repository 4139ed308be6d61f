import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A18',
  what: 'A candidate refuses the leader of its own term.',
  killers: ['3b-swarm'],
  rule: 'match-accepted',
});

class Mutant extends RaftServer {
  protected override follows(term: Term): boolean {
    if (this.votes && term === this.currentTerm) return false;
    return super.follows(term);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
