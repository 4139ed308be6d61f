/** A leader sends to all servers that there are: those outside learn, and do not count. */
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import type { Leadership } from '../../../../../solutions/lab3-raft/leadership.ts';
import {
  ChangingLeadership,
  MembershipServer,
} from '../../../../../solutions/lab3-raft/membership.ts';

class Teaching extends ChangingLeadership {
  override async heartbeats(): Promise<void> {
    this.#meetAll();
    await super.heartbeats();
  }

  override replicate(): void {
    super.replicate();
    this.#meetAll();
  }

  #meetAll(): void {
    for (const id of ['n1', 'n2', 'n3', 'n4', 'n5'])
      if (id !== this.server.env.id && !this.followers.has(id)) this.meet(id);
  }
}

class Variant extends MembershipServer {
  protected override lead(): Leadership {
    return super.lead(new Teaching(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
