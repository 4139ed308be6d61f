import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-05',
  what: 'A snapshot is said to end with the current term, and not with that of its last entry.',
  killers: ['3d-edge', '3d-all-crash'],
  rule: 'snapshot-term',
});

class Mutant extends RaftServer {
  protected override snapshotPosition(): Omit<Snapshot, 'data'> {
    return { ...super.snapshotPosition(), lastIncludedTerm: this.currentTerm };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
