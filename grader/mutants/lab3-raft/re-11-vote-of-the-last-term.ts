import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-11',
  what: 'A new term is taken over, and the vote of the term before stays.',
  killers: ['3a-new-term'],
  rule: 'vote-owed',
});

class Mutant extends RaftServer {
  protected override observeTerm(term: Term): void {
    if (term <= this.currentTerm) return;
    this.currentTerm = term;
    this.stepDown();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
