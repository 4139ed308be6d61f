import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { entriesFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B7',
  what: 'One AppendEntries carries all that a follower lacks, however much it is.',
  killers: ['3b-away'],
  rule: 'wire-format',
});

class Leads extends Leadership {
  protected override appendEntriesArgs(nextIndex: Index): AppendEntriesArgs {
    const entries = entriesFrom(this.server.log, nextIndex, Infinity);
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
