/** What is committed is applied by another task, a little later. */
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../../../labs/lab3-raft/types.ts';
import { MembershipServer } from '../../../../../solutions/lab3-raft/membership.ts';

class Variant extends MembershipServer {
  override commitTo(index: Index): void {
    this.commitIndex = index;
    this.env.spawn('apply', async () => {
      await this.env.sleep(7);
      super.commitTo(this.commitIndex);
    });
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
