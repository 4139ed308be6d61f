import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A25',
  what: 'A server asks all servers for their votes, itself among them.',
  killers: ['3a-first-leader'],
  rule: 'wire-format',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    super.campaign();
    const args = { term: this.currentTerm, candidateId: this.env.id, ...this.logEnd };
    this.env.spawn('RequestVote', () => this.requestVote(this.env.id, args));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
