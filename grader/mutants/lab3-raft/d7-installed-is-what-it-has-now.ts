import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Follower } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D7',
  what: 'A follower that answers is taken to have the snapshot of now, not the one sent.',
  killers: ['3d-late-answer'],
  rule: 'next-index-backs-off',
});

class Leads extends Leadership {
  protected override learnInstalled(follower: Follower, args: InstallSnapshotArgs): void {
    const { lastIncludedIndex } = this.server.log;
    super.learnInstalled(follower, { ...args, lastIncludedIndex });
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
