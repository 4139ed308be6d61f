import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';

export const declared = mutant({
  bug: 'own E8',
  what: 'a leader answers reads without asking whether it still leads',
  killers: ['3e-deposed-reader'],
  rule: 'read-is-fresh',
});

class Sure extends LendableLeadership {
  override confirmed(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

class Mutant extends ChallengeServer {
  protected override lead(): Leadership {
    return super.lead(new Sure(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
