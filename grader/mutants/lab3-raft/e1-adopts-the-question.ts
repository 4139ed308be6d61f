import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E2',
  what: 'a question for a later term is taken for that term',
  killers: ['3e-comes-back'],
  rule: 'asking-changes-nothing',
});

class Mutant extends ChallengeServer {
  protected override onPreVote(args: RequestVoteArgs): RequestVoteReply {
    const answer = super.onPreVote(args);
    this.hears(args.term);
    return { ...answer, term: this.currentTerm };
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
