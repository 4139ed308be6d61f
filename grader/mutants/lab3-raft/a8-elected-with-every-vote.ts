import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A8',
  what: 'Each vote beyond the majority makes a leader once more, beside the one that leads.',
  killers: ['3a-old-leader'],
  rule: 'step-down',
});

class Mutant extends RaftServer {
  protected override countVotes(): void {
    const { votes, decisions, peers } = this;
    if (!votes || !decisions.isMajority(votes.size, peers.length + 1)) return;
    this.leadership = this.lead();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
