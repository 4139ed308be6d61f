import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-13',
  what: 'AppendEntries of an old term is taken like one of the current term.',
  killers: ['3a-old-leader'],
  rule: 'stale-refused',
});

class Mutant extends RaftServer {
  protected override follows(term: Term): boolean {
    return super.follows(Math.max(term, this.currentTerm));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
