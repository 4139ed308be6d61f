import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A16',
  what: 'votedFor and currentTerm are saved one after the other, the vote first.',
  killers: ['3a-torn-vote'],
  rule: 'one-vote',
});

class Mutant extends RaftServer {
  protected override persist(more?: Partial<RaftCells>): void {
    const { votedFor, saved } = this;
    if (votedFor !== saved.votedFor) this.env.disk.save({ votedFor });
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
