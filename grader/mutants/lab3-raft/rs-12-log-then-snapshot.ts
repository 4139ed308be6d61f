import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-12',
  what: 'The trimmed log is saved first, and the snapshot after it.',
  killers: ['3d-between-saves'],
  rule: 'no-hole',
});

class Mutant extends RaftServer {
  protected override persist(more: Partial<RaftCells> = {}): void {
    super.persist();
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
