import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D17',
  what: 'After a snapshot has been installed, applying goes on where it was before.',
  killers: ['3d-install'],
  rule: 'no-throw',
});

class Mutant extends RaftServer {
  protected override install(snapshot: Snapshot): void {
    const { lastApplied } = this;
    super.install(snapshot);
    this.lastApplied = lastApplied;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
