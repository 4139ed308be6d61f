import type { NodeId } from '#harness';
import type { InstallSnapshotArgs } from '../../../../../labs/lab3-raft/types.ts';
import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { Leadership, type Follower } from '../../../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../../../solutions/lab3-raft/raft.ts';

/** How long it waits for a snapshot's answer before it sends the snapshot again. */
const PATIENCE = 400;

/** While a snapshot is under way it is not sent again; heartbeats ask at the edge of the log. */
class Beating extends Leadership {
  readonly #given = new Map<NodeId, number>();

  protected override sendTo(peer: NodeId): void {
    const { env, log } = this.server;
    const { nextIndex } = this.followers.get(peer)?.progress ?? { nextIndex: 1 };
    const given = this.#given.get(peer) ?? -Infinity;
    if (!this.isTrimmed(nextIndex)) return super.sendTo(peer);
    if (env.now() - given < PATIENCE) {
      const beat = { ...this.appendEntriesArgs(log.lastIncludedIndex + 1), entries: [] };
      return env.spawn('heartbeat', async () => {
        const reply = await env.rpc.call(peer, 'AppendEntries', beat);
        if (reply) this.server.hears(reply.term);
      });
    }
    this.#given.set(peer, env.now());
    super.sendTo(peer);
  }

  protected override learnInstalled(follower: Follower, args: InstallSnapshotArgs): void {
    for (const [peer, one] of this.followers) if (one === follower) this.#given.delete(peer);
    super.learnInstalled(follower, args);
  }
}

class Variant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Beating(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Variant(env, servers, machine).start(),
});
