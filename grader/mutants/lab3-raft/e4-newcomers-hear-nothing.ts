import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { ChangingLeadership, MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E21',
  what: 'a leader sends to those alone who were there when it was elected',
  killers: ['3e-grows'],
  rule: 'members-keep-up',
});

class Closed extends ChangingLeadership {
  protected override meet(): void {
    if (this.followers.size === 0) for (const peer of this.server.peers) super.meet(peer);
  }
}

class Mutant extends MembershipServer {
  protected override lead(): Leadership {
    return super.lead(new Closed(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
