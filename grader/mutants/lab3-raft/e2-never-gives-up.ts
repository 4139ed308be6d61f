import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { NodeId } from '#harness';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';

export const declared = mutant({
  bug: 'own E6',
  what: 'a leader waits for its successor for ever',
  killers: ['3e-no-successor'],
  rule: 'goes-on-leading',
});

class Patient extends LendableLeadership {
  override async transferTo(successor: NodeId): Promise<void> {
    this.successor = successor;
    this.askSuccessor();
  }
}

class Mutant extends ChallengeServer {
  protected override lead(): Leadership {
    return super.lead(new Patient(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
