import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E5',
  what: 'a leader that is handing over accepts proposals',
  killers: ['3e-no-successor'],
  rule: 'accepts-nothing-meanwhile',
});

class Busy extends LendableLeadership {
  override get isLeaving(): boolean {
    return false;
  }
}

class Mutant extends ChallengeServer {
  protected override newLeadership(): LendableLeadership {
    return new Busy(this);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
