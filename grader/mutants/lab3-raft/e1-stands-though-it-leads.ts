import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E23',
  what: 'a leader that is told late that it would have votes stands again',
  killers: ['3e-late-yes'],
  rule: 'leader-votes',
});

class Mutant extends ChallengeServer {
  protected override stillAsks(term: Term, deadline: Millis): boolean {
    return this.currentTerm === term && this.electionDeadline === deadline;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
