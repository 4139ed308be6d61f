import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B3',
  what: 'leaderCommit is read only where entries come with it.',
  killers: ['3b-agreement'],
  rule: 'makes-progress',
});

class Mutant extends RaftServer {
  protected override onAppendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    const leaderCommit = args.entries.length === 0 ? 0 : args.leaderCommit;
    return super.onAppendEntries({ ...args, leaderCommit });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
