import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-08',
  what: 'An installed snapshot is given to the service by a task, and entries overtake it.',
  killers: ['3d-in-order'],
  rule: 'apply-order',
});

class Mutant extends RaftServer {
  protected override install(snapshot: Snapshot): void {
    this.log = this.decisions.besideSnapshot(this.log, snapshot);
    this.persist({ snapshot });
    this.commitIndex = this.lastApplied = snapshot.lastIncludedIndex;
    this.env.spawn('restore', async () => {
      await this.env.sleep(10);
      this.machine.restore(snapshot);
    });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
