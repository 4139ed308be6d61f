import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E18',
  what: 'a leader that has removed itself leads for ever',
  killers: ['3e-leader-leaves', '3e-members-swarm'],
  rule: 'leaves-when-removed',
});

class Mutant extends MembershipServer {
  protected override get hasLeft(): boolean {
    return false;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
