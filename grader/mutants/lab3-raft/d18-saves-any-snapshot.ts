import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs, InstallSnapshotReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D18',
  what: 'Each snapshot that comes is saved, also one that is older than the one on the disk.',
  killers: ['3d-install-lossy'],
  rule: 'snapshot-forward',
});

class Mutant extends RaftServer {
  protected override onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    const { lastIncludedIndex, lastIncludedTerm, data } = args;
    const reply = super.onInstallSnapshot(args);
    if (args.term === this.currentTerm)
      this.persist({ snapshot: { lastIncludedIndex, lastIncludedTerm, data } });
    return reply;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
