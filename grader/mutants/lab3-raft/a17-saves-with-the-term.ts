import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A17',
  what: 'Only a new term is a reason to save: a vote in a term that is known already is not.',
  killers: ['3a-swarm'],
  rule: 'vote-durable',
});

class Mutant extends RaftServer {
  protected override persist(more: Partial<RaftCells> = {}): void {
    const onlyVote = this.currentTerm === this.saved.currentTerm && this.log === this.saved.log;
    if (!onlyVote || more.snapshot) super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
