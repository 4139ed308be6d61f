import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Snapshot } from '../../../labs/lab3-raft/types.ts';
import { MembershipServer, type Placed } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E19',
  what: 'a configuration is forgotten when its entry goes into a snapshot',
  killers: ['3e-remembers'],
  rule: 'counts-by-newest',
});

class Mutant extends MembershipServer {
  protected override included(snapshot: Snapshot | undefined): Placed {
    return { ...super.included(snapshot), servers: this.servers };
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
