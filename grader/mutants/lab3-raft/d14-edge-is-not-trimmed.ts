import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D14',
  what: 'The last entry that the snapshot includes is sent as if the log had it still.',
  killers: ['3d-install'],
  rule: 'leader-append-only',
});

class Leads extends Leadership {
  protected override isTrimmed(index: Index): boolean {
    return index < this.server.log.lastIncludedIndex;
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
