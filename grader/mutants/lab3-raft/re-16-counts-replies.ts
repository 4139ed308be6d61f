import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-16',
  what: 'A candidate asks whoever is silent again, and counts granted replies, not voters.',
  killers: ['3a-minority'],
  rule: 'leader-votes',
});

class Mutant extends RaftServer {
  #granted = 0;

  protected override async requestVote(peer: NodeId, args: RequestVoteArgs): Promise<void> {
    for (let i = 0; i < 5 && this.votes && this.currentTerm === args.term; i++) {
      const reply = await this.env.rpc.call(peer, 'RequestVote', args, { timeout: 50 });
      if (reply) this.hears(reply.term);
      if (this.votes && this.currentTerm === args.term && reply?.voteGranted)
        this.votes.add(`${peer}, reply ${++this.#granted}`);
      this.countVotes();
      await this.env.sleep(20);
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
