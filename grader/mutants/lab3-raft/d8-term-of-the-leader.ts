import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D8',
  what: 'InstallSnapshot says the leader’s term as lastIncludedTerm.',
  killers: ['3d-install'],
  rule: 'snapshot-term',
});

class Leads extends Leadership {
  protected override installSnapshotArgs(): InstallSnapshotArgs {
    return { ...super.installSnapshotArgs(), lastIncludedTerm: this.term };
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
