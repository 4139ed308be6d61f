import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MAX_ENTRIES, type AppendEntriesArgs, type Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-10',
  what: 'What is sent is looked up by its index, as if nothing had been trimmed.',
  killers: ['3d-install', '3d-swarm'],
  rule: 'log-matching',
});

class Leads extends Leadership {
  protected override appendEntriesArgs(nextIndex: Index): AppendEntriesArgs {
    const entries = this.server.log.entries.slice(nextIndex - 1, nextIndex - 1 + MAX_ENTRIES);
    return { ...super.appendEntriesArgs(nextIndex), entries };
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
