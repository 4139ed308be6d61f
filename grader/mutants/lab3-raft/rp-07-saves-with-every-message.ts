import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-07',
  what: 'All cells are saved with every message, changed or not.',
  killers: ['3c-thrift'],
  rule: 'thrifty-saves',
});

class Mutant extends RaftServer {
  protected override persist(more?: Partial<RaftCells>): void {
    const { currentTerm, votedFor, log } = this;
    this.env.disk.save({ currentTerm, votedFor, log, ...more });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
