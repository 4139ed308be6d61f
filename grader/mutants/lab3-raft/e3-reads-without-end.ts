import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';

export const declared = mutant({
  bug: 'own E11',
  what: 'a read waits for a majority for ever',
  killers: ['3e-deposed-reader'],
  rule: 'read-ends',
});

class Endless extends LendableLeadership {
  protected override async patience(): Promise<boolean> {
    await this.server.env.sleep(Infinity);
    return false;
  }
}

class Mutant extends ChallengeServer {
  protected override lead(): Leadership {
    return super.lead(new Endless(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
