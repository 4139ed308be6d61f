import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type {
  RaftCells,
  RequestVoteArgs,
  RequestVoteReply,
} from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-03',
  what: 'A vote is saved when the reply that gives it has left.',
  killers: ['3a-torn-vote'],
  rule: 'vote-durable',
});

class Mutant extends RaftServer {
  #answering = false;

  protected override onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    this.#answering = true;
    const reply = super.onRequestVote(args);
    this.#answering = false;
    this.env.spawn('save', async () => {
      await this.env.sleep(1);
      this.persist();
    });
    return reply;
  }

  protected override persist(more?: Partial<RaftCells>): void {
    const { votedFor } = this;
    if (this.#answering) this.votedFor = this.saved.votedFor;
    super.persist(more);
    this.votedFor = votedFor;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
