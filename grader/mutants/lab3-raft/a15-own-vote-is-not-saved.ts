import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A15',
  what: 'A candidate saves its new term, and not its vote for itself.',
  killers: ['3a-swarm'],
  rule: 'vote-durable',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    this.saved = { ...this.saved, votedFor: this.env.id };
    super.campaign();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
