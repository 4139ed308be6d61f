import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { ChangingLeadership, MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E17',
  what: 'a leader that has removed itself counts its own copy',
  killers: ['3e-leader-leaves'],
  rule: 'counts-by-newest',
});

class Counted extends ChangingLeadership {
  protected override matchIndexes(): readonly Index[] {
    const { env, log, configuration } = this.server;
    const others = super.matchIndexes();
    return configuration.servers.includes(env.id) ? others : [lastIndex(log), ...others];
  }
}

class Mutant extends MembershipServer {
  protected override lead(): Leadership {
    return super.lead(new Counted(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
