import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { entryAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D11',
  what: 'The term of the entry before the first that is left is 0.',
  killers: ['3d-edge'],
  rule: 'append-truth',
});

class Leads extends Leadership {
  protected override appendEntriesArgs(nextIndex: Index): AppendEntriesArgs {
    const prevLogTerm = entryAt(this.server.log, nextIndex - 1)?.term ?? 0;
    return { ...super.appendEntriesArgs(nextIndex), prevLogTerm };
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
