import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-04',
  what: 'An installed snapshot, and the log beside it, are not saved before the answer.',
  killers: ['3d-install-crash'],
  rule: 'install-durable',
});

class Mutant extends RaftServer {
  #installing = false;

  protected override install(snapshot: Snapshot): void {
    this.#installing = true;
    super.install(snapshot);
    this.#installing = false;
  }

  protected override persist(more?: Partial<RaftCells>): void {
    if (this.#installing) this.saved = { ...this.saved, log: this.log };
    else super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
