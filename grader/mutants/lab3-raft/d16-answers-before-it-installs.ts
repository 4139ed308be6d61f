import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D16',
  what: 'InstallSnapshot is answered at once, and installed a little later.',
  killers: ['3d-install'],
  rule: 'install-durable',
});

class Mutant extends RaftServer {
  protected override install(snapshot: Snapshot): void {
    this.env.spawn('install', async () => {
      await this.env.sleep(5);
      if (snapshot.lastIncludedIndex > this.commitIndex) super.install(snapshot);
    });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
