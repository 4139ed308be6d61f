import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E25',
  what: 'Of a snapshot that is installed the configuration is dropped.',
  killers: ['3e-members-swarm'],
  rule: 'snapshot-servers',
});

class Mutant extends MembershipServer {
  protected override install({ lastIncludedIndex, lastIncludedTerm, data }: Snapshot): void {
    super.install({ lastIncludedIndex, lastIncludedTerm, data });
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
