import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A9',
  what: 'A candidate that has lost asks again in the same term.',
  killers: ['3a-lost-votes'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    if (this.votes) this.currentTerm -= 1;
    super.campaign();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
