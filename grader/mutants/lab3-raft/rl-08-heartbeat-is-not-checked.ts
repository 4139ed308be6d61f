import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-08',
  what: 'A heartbeat of the current term is answered with success, whatever the log holds.',
  killers: ['3b-divergent-heartbeat'],
  rule: 'consistency-check',
});

class Mutant extends RaftServer {
  protected override onAppendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    const reply = super.onAppendEntries(args);
    if (args.entries.length > 0 || args.term < this.currentTerm) return reply;
    return { term: this.currentTerm, success: true };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
