import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { NodeId } from '#harness';
import { differByOne, MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E22',
  what: 'a change is compared with the first configuration, and the second is refused',
  killers: ['3e-grows'],
  rule: 'change-is-taken',
});

class Mutant extends MembershipServer {
  protected override mayChange(servers: readonly NodeId[]): boolean {
    return super.mayChange(servers) && differByOne(this.servers, servers);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
