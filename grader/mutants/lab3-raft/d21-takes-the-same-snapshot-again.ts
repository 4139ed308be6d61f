import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D21',
  what: 'A snapshot with the index of the last one is saved once more.',
  killers: ['3d-late-hand-over'],
  rule: 'thrifty-saves',
});

class Mutant extends RaftServer {
  override snapshot(index: Index, data: Snapshot['data']): void {
    super.snapshot(index, data);
    if (index > 0 && index === this.log.lastIncludedIndex)
      this.persist({ snapshot: { ...this.snapshotPosition(), data } });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
