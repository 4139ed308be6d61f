/** A leader makes a change that may be made when it has been asked for 300 ms. */
import type { NodeId } from '#harness';
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { MembershipServer } from '../../../../../solutions/lab3-raft/membership.ts';

class Variant extends MembershipServer {
  readonly #asked = new Map<string, number>();

  protected override mayChange(servers: readonly NodeId[]): boolean {
    if (!super.mayChange(servers)) return false;
    const now = this.env.now();
    const since = this.#asked.get(servers.join()) ?? now;
    this.#asked.set(servers.join(), since);
    return now - since > 300;
  }
}

export const start = startWith({ createRaft: (...args) => new Variant(...args).start() });
