import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../labs/lab3-raft/types.ts';
import { ChallengeServer, LendableLeadership } from '../../../solutions/lab3-raft/challenges.ts';
import type { Follower, Leadership } from '../../../solutions/lab3-raft/leadership.ts';

export const declared = mutant({
  bug: 'own E10',
  what: 'answers to earlier heartbeats confirm a read',
  killers: ['3e-deposed-reader'],
  rule: 'read-is-fresh',
});

class Trusting extends LendableLeadership {
  #answers = 0;

  protected override learn(
    follower: Follower,
    args: AppendEntriesArgs,
    reply: AppendEntriesReply,
  ): void {
    this.#answers += 1;
    super.learn(follower, args, reply);
  }

  override confirmed(): Promise<boolean> {
    const enough = this.#answers >= this.server.peers.length / 2;
    return enough ? Promise.resolve(true) : super.confirmed();
  }
}

class Mutant extends ChallengeServer {
  protected override lead(): Leadership {
    return super.lead(new Trusting(this));
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
