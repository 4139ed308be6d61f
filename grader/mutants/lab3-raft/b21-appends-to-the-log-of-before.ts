import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B21',
  what: 'AppendEntries is awaited for between the check and the log: it appends to what was there.',
  killers: ['3b-any-history'],
  rule: 'truncate-on-conflict',
});

class Mutant extends RaftServer {
  override start(): this {
    super.start();
    this.env.rpc.handle('AppendEntries', (args) => this.afterAWhile(args));
    return this;
  }

  protected async afterAWhile(args: AppendEntriesArgs): Promise<AppendEntriesReply> {
    const { log } = this;
    await this.env.sleep(2);
    if (args.entries.length > 0 && args.term === this.currentTerm) this.log = log;
    return this.onAppendEntries(args);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
