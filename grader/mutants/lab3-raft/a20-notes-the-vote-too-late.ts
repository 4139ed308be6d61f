import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs, RequestVoteReply } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A20',
  what: 'Between the decision to vote and its note is an await: another candidate gets it too.',
  killers: ['3a-one-vote'],
  rule: 'one-vote',
});

class Mutant extends RaftServer {
  override start(): this {
    super.start();
    this.env.rpc.handle('RequestVote', (args) => this.afterAWhile(args));
    return this;
  }

  protected async afterAWhile(args: RequestVoteArgs): Promise<RequestVoteReply> {
    this.observeTerm(args.term);
    const { decisions, currentTerm, votedFor } = this;
    const voteGranted =
      decisions.mayGrantVote({ currentTerm, votedFor }, args) &&
      decisions.isUpToDate(args, this.logEnd);
    await this.env.sleep(2);
    if (voteGranted) this.votedFor = args.candidateId;
    this.persist();
    return { term: this.currentTerm, voteGranted };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
