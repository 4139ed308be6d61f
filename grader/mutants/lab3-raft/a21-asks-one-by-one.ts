import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RequestVoteArgs } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A21',
  what: 'A candidate asks the next server for its vote when the one before has answered.',
  killers: ['3c-last-command'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  #turn: Promise<void> = Promise.resolve();

  protected override campaign(): void {
    this.#turn = Promise.resolve();
    super.campaign();
  }

  protected override requestVote(peer: NodeId, args: RequestVoteArgs): Promise<void> {
    this.#turn = this.#after(this.#turn, peer, args);
    return this.#turn;
  }

  async #after(before: Promise<void>, peer: NodeId, args: RequestVoteArgs): Promise<void> {
    await before;
    if (this.votes && this.currentTerm === args.term) await super.requestVote(peer, args);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
