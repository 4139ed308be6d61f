import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A4',
  what: 'A reply to RequestVote carries the term of the request.',
  killers: ['3a-new-term'],
  rule: 'reply-term',
});

class Mutant extends RaftServer {
  protected override onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    return { ...super.onRequestVote(args), term: args.term };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
