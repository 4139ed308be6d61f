import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A12',
  what: 'Who leads refuses all candidates, also those of a later term.',
  killers: ['3a-newer-term'],
  rule: 'term-adopt',
});

class Mutant extends RaftServer {
  protected override onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    if (!this.leadership) return super.onRequestVote(args);
    return { term: this.currentTerm, voteGranted: false };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
