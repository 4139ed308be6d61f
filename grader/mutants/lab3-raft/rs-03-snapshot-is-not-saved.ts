import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-03',
  what: 'The log is trimmed, and the snapshot stays in memory.',
  killers: ['3d-trim'],
  rule: 'no-hole',
});

class Mutant extends RaftServer {
  #newest: Snapshot | undefined;

  override get snapshotOnDisk(): Snapshot {
    return this.#newest ?? super.snapshotOnDisk;
  }

  protected override persist({ snapshot }: Partial<RaftCells> = {}): void {
    this.#newest = snapshot ?? this.#newest;
    super.persist();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
