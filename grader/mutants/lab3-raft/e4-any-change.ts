import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E15',
  what: 'a leader adds two servers at once',
  killers: ['3e-grows'],
  rule: 'one-change-at-a-time',
});

class Mutant extends MembershipServer {
  protected override mayChange(): boolean {
    return this.isSettled() && this.hasCommittedIn(this.currentTerm);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
