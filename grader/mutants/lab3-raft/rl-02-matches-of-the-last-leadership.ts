import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Follower, type Leader } from '../../../solutions/lab3-raft/leadership.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-02',
  what: 'Who is elected again counts the matchIndexes that it had when it last led.',
  killers: ['3b-phantom-replicas'],
  rule: 'commit-majority',
});

class Leads extends Leadership {
  readonly #before: ReadonlyMap<NodeId, Index>;

  constructor(server: Leader, before: ReadonlyMap<NodeId, Index>) {
    super(server);
    this.#before = before;
  }

  get matches(): ReadonlyMap<NodeId, Index> {
    const match = (peer: NodeId, { progress }: Follower): Index =>
      Math.max(progress.matchIndex, this.#before.get(peer) ?? 0);
    return new Map([...this.followers].map(([peer, one]) => [peer, match(peer, one)]));
  }

  protected override advance(): void {
    const { decisions, log, commitIndex } = this.server;
    const index = decisions.majorityIndex([lastIndex(log), ...this.matches.values()]);
    if (index > commitIndex && decisions.mayCommit(log, index, this.term))
      this.server.commitTo(index);
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
