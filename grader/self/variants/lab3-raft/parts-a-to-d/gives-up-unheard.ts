import type { Millis } from '#harness';
import {
  ELECTION_TIMEOUT_MAX,
  HEARTBEAT_INTERVAL,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { Leadership, type Leader } from '../../../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../../../solutions/lab3-raft/raft.ts';

/** A leader that no majority answered for an election timeout steps down (dissertation §6.2). */
class CheckedLeadership extends Leadership {
  readonly #giveUp: () => void;
  #heard: Millis[] = [];
  #since: Millis;

  constructor(server: Leader, giveUp: () => void) {
    super(server);
    this.#giveUp = giveUp;
    this.#since = server.env.now();
  }

  protected override isAnswer(term: Term): boolean {
    const { env, peers } = this.server;
    this.#heard.push(env.now());
    // As many answers as a majority has others: whose they are is close enough.
    const enough = Math.floor((peers.length + 1) / 2);
    if (this.#heard.length >= enough) {
      this.#since = this.#heard[0] ?? 0;
      this.#heard = [];
    }
    return super.isAnswer(term);
  }

  async watch(): Promise<void> {
    const { env } = this.server;
    while (this.server.term === this.term) {
      await env.sleep(HEARTBEAT_INTERVAL);
      if (env.now() - this.#since > ELECTION_TIMEOUT_MAX) return this.#giveUp();
    }
  }
}

class Variant extends RaftServer {
  protected override lead(): Leadership {
    const leadership = new CheckedLeadership(this, () => {
      if (this.leadership === leadership) this.stepDown();
    });
    this.env.spawn('check', () => leadership.watch());
    return super.lead(leadership);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Variant(env, servers, machine).start(),
});
