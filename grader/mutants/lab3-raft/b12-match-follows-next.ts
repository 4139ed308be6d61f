import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MAX_ENTRIES } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { entriesFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B12',
  what: 'What has been sent is counted as replicated when the next request goes out.',
  killers: ['3b-no-majority'],
  rule: 'commit-majority',
});

class Leads extends Leadership {
  protected override sendTo(peer: NodeId): void {
    super.sendTo(peer);
    const follower = this.followers.get(peer);
    if (!follower) return;
    const { nextIndex } = follower.progress;
    const sent = entriesFrom(this.server.log, nextIndex, MAX_ENTRIES).length;
    follower.progress = { nextIndex, matchIndex: nextIndex + sent - 1 };
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
