import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';

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
  protected override lead(): Leadership {
    return super.lead(new Busy(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
