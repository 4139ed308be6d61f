import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { NodeId } from '#harness';
import { differByOne, MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E14',
  what: 'a leader begins a change while the one before is not committed',
  killers: ['3e-grows'],
  rule: 'one-change-at-a-time',
});

class Mutant extends MembershipServer {
  protected override mayChange(servers: readonly NodeId[]): boolean {
    const { configuration, currentTerm } = this;
    return differByOne(configuration.servers, servers) && this.hasCommittedIn(currentTerm);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
