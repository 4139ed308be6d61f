import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B16',
  what: 'AppendEntries carries the ten entries before nextIndex too.',
  killers: ['3b-each-command-once', '3b-late-answers'],
  rule: 'few-bytes',
});

class Leads extends Leadership {
  protected override appendEntriesArgs(nextIndex: Index): AppendEntriesArgs {
    const { lastIncludedIndex } = this.server.log;
    return super.appendEntriesArgs(Math.max(lastIncludedIndex + 1, nextIndex - 10));
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
