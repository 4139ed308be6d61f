import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Proposed } from '../../../labs/lab3-raft/types.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E27',
  what: 'A leader that removes itself leads no more from the moment at which it has said so.',
  killers: ['3e-leader-leaves'],
  rule: 'vacuous',
});

class Mutant extends MembershipServer {
  override changeServers(servers: readonly NodeId[]): Proposed | undefined {
    const change = super.changeServers(servers);
    if (change && !this.isMember) this.stepDown();
    return change;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
