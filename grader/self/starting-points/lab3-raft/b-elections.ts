/** Before part B: leaders are elected, and their logs stay empty. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../../solutions/lab3-raft/raft.ts';

class Elections extends RaftServer {
  override propose(): never {
    return todo('B2');
  }

  protected override onAppendEntries({ term }: AppendEntriesArgs): AppendEntriesReply {
    const success = this.follows(term);
    this.persist();
    return { term: this.currentTerm, success };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Elections(env, servers, machine).start(),
});
