import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs, InstallSnapshotReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D19',
  what: 'InstallSnapshot is obeyed, and its term is not taken over.',
  killers: ['3d-install'],
  rule: 'term-adopt',
});

class Mutant extends RaftServer {
  protected override onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    if (args.term <= this.currentTerm) return super.onInstallSnapshot(args);
    const { lastIncludedIndex, lastIncludedTerm, data } = args;
    if (this.decisions.isNews(lastIncludedIndex, this.commitIndex))
      this.install({ lastIncludedIndex, lastIncludedTerm, data });
    return { term: this.currentTerm };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
