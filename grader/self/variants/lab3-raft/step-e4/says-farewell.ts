/** A leader that has left goes on for a while, so that its followers hear of it. */
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../../../solutions/lab3-raft/membership.ts';

class Variant extends MembershipServer {
  protected override stepDown(): void {
    const { leadership } = this;
    if (!leadership || !this.hasLeft) return super.stepDown();
    this.env.spawn('farewell', async () => {
      await this.env.sleep(150);
      if (this.leadership === leadership && this.hasLeft) super.stepDown();
    });
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
