import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Leader } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-02',
  what: 'Who is elected again goes on with the matchIndexes that it had when it last led.',
  killers: ['3b-phantom-replicas'],
  rule: 'commit-majority',
});

class Leads extends Leadership {
  constructor(server: Leader, matches: ReadonlyMap<NodeId, Index>) {
    super(server);
    for (const [peer, follower] of this.followers)
      follower.progress = { ...follower.progress, matchIndex: matches.get(peer) ?? 0 };
  }

  get matches(): ReadonlyMap<NodeId, Index> {
    const pairs = [...this.followers];
    return new Map(pairs.map(([peer, { progress }]) => [peer, progress.matchIndex]));
  }
}

class Mutant extends RaftServer {
  #matches: ReadonlyMap<NodeId, Index> = new Map();

  protected override stepDown(): void {
    if (this.leadership instanceof Leads) this.#matches = this.leadership.matches;
    super.stepDown();
  }

  protected override lead(): Leadership {
    return super.lead(new Leads(this, this.#matches));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
