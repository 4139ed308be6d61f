import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { NodeId } from '#harness';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E20',
  what: 'votes are counted by the first configuration',
  killers: ['3e-remembers'],
  rule: 'counts-by-newest',
});

class Mutant extends MembershipServer {
  override hasMajority(of: ReadonlySet<NodeId>): boolean {
    return this.decisions.isMajority(of.size, this.servers.length);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
