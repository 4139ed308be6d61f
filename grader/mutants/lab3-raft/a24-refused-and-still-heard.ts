import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A24',
  what: 'Whoever asks for a vote sets the timer back, whether it gets one or not.',
  killers: ['3b-stale-challenger'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    this.resetElectionTimer();
    return super.onRequestVote(args);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
