import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-01',
  what: 'votedFor is never saved.',
  killers: ['3a-new-life'],
  rule: 'vote-durable',
});

class Mutant extends RaftServer {
  protected override persist(more?: Partial<RaftCells>): void {
    this.saved = { ...this.saved, votedFor: this.votedFor };
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
