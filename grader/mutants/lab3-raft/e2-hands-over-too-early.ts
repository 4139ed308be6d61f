import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';

export const declared = mutant({
  bug: 'own E4',
  what: 'the successor is told to stand before it has everything',
  killers: ['3e-hand-over'],
  rule: 'hands-over',
});

class Hasty extends LendableLeadership {
  protected override mayStand(): boolean {
    return true;
  }
}

class Mutant extends ChallengeServer {
  protected override lead(): Leadership {
    return super.lead(new Hasty(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
