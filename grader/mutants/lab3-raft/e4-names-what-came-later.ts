import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E24',
  what: 'A snapshot names the newest configuration of the log, though it stands behind its end.',
  killers: ['3e-members-swarm'],
  rule: 'snapshot-servers',
});

class Mutant extends MembershipServer {
  protected override trim(index: Index): void {
    const { configuration } = this;
    super.trim(index);
    this.base = configuration;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
