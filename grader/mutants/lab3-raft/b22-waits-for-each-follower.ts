import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { HEARTBEAT_INTERVAL } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B22',
  what: 'A leader sends to the next follower when the one before has answered.',
  killers: ['3b-majority-up'],
  rule: 'steady-leader',
});

class Leads extends Leadership {
  override async heartbeats(): Promise<void> {
    const { env } = this.server;
    while (this.server.term === this.term) {
      for (const [peer, follower] of this.followers) {
        if (this.server.term !== this.term) return;
        this.sendTo(peer);
        const request = this.requests;
        const end = env.now() + 7000;
        while (follower.waitsFor === request && env.now() < end) await env.sleep(5);
      }
      await env.sleep(HEARTBEAT_INTERVAL);
    }
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
