import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MembershipServer, type Placed } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E12',
  what: 'a configuration counts when it is committed',
  killers: ['3e-grows'],
  rule: 'counts-by-newest',
});

class Mutant extends MembershipServer {
  override get configuration(): Placed {
    return this.configurationAt(this.commitIndex);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
