import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { differByOne, MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E26',
  what: 'A change to the configuration that is there already is made.',
  killers: ['3e-grows'],
  rule: 'one-change-at-a-time',
});

class Mutant extends MembershipServer {
  protected override mayChange(servers: readonly NodeId[]): boolean {
    const own = this.configuration.servers;
    const same = !differByOne(own, servers) && own.join() === servers.join();
    return super.mayChange(servers) || (same && this.isSettled());
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
