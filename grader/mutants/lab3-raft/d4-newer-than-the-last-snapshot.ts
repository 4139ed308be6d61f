import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs, InstallSnapshotReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D4',
  what: 'A snapshot is news if it ends after the last one, although more has been applied.',
  killers: ['3d-suffix-stays'],
  rule: 'restore-forward',
});

class Mutant extends RaftServer {
  protected override onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    const { commitIndex } = this;
    if (args.term >= this.currentTerm) this.commitIndex = this.log.lastIncludedIndex;
    const reply = super.onInstallSnapshot(args);
    if (this.lastApplied > this.commitIndex) this.commitIndex = commitIndex;
    return reply;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
