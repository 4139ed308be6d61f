import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { InstallSnapshotArgs, InstallSnapshotReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D9',
  what: 'A snapshot that an old leader has sent is installed.',
  killers: ['3d-old-install'],
  rule: 'stale-refused',
});

class Mutant extends RaftServer {
  protected override onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    return super.onInstallSnapshot({ ...args, term: Math.max(args.term, this.currentTerm) });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
