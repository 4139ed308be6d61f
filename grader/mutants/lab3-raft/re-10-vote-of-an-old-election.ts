import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-10',
  what: 'A vote counts in whatever election it arrives.',
  killers: ['3a-late-votes'],
  rule: 'leader-votes',
});

class Mutant extends RaftServer {
  protected override async requestVote(peer: NodeId, args: RequestVoteArgs): Promise<void> {
    const reply = await this.env.rpc.call(peer, 'RequestVote', args);
    if (!reply) return;
    this.hears(reply.term);
    if (!this.votes || !reply.voteGranted) return;
    this.votes.add(peer);
    this.countVotes();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
