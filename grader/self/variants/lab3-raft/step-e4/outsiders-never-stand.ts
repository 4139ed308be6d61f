/** Who is not in the newest configuration of its log stands for no election. */
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../../../solutions/lab3-raft/membership.ts';

class Variant extends MembershipServer {
  protected override stand(): void {
    if (this.isMember) super.stand();
    else this.resetElectionTimer();
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
