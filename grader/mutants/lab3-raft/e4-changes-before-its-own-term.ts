import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E13',
  what: 'a new leader changes the configuration at once',
  killers: ['3e-two-changes', '3e-members-swarm'],
  rule: 'own-term-first',
});

class Mutant extends MembershipServer {
  protected override hasCommittedIn(): boolean {
    return true;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
