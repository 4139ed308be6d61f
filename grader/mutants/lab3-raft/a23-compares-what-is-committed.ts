import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { cutFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A23',
  what: 'A voter compares the candidate’s log with what it knows to be committed of its own.',
  killers: ['3b-shorter-history'],
  rule: 'up-to-date',
});

class Mutant extends RaftServer {
  protected override onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    const { log } = this;
    this.log = cutFrom(log, this.commitIndex + 1);
    const own = this.logEnd;
    this.log = log;
    const better = this.decisions.isUpToDate(args, own);
    return super.onRequestVote(better ? { ...args, lastLogTerm: Infinity } : args);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
