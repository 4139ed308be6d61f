/** What is proposed is in memory at once, and on the disk a little later. */
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import type { Command, Proposed } from '../../../../../labs/lab3-raft/types.ts';
import { append, lastIndex } from '../../../../../solutions/lab3-raft/log.ts';
import { MembershipServer } from '../../../../../solutions/lab3-raft/membership.ts';

class Variant extends MembershipServer {
  override propose(command: Command): Proposed | undefined {
    if (!this.leadership) return undefined;
    const term = this.currentTerm;
    this.log = append(this.log, [{ term, command }]);
    this.env.spawn('save', async () => {
      await this.env.sleep(4);
      this.persist();
      this.leadership?.replicate();
    });
    return { index: lastIndex(this.log), term };
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
