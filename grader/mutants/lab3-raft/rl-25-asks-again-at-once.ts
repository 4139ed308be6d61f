import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-25',
  what: 'Who has not answered within 5 ms is sent the same again, and so on.',
  killers: ['3b-nobody-answers'],
  rule: 'few-messages',
});

class Leads extends Leadership {
  protected override sendTo(peer: NodeId): void {
    super.sendTo(peer);
    const request = this.requests;
    this.server.env.spawn('again', async () => {
      await this.server.env.sleep(5);
      const waiting = this.followers.get(peer)?.waitsFor === request;
      if (waiting && this.server.term === this.term) this.sendTo(peer);
    });
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
