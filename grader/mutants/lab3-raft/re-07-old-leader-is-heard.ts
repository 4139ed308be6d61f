import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-07',
  what: 'A message of an old leader, although refused, sets the election timer back.',
  killers: ['3a-deaf-leader'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override follows(term: Term): boolean {
    const current = super.follows(term);
    if (!current) this.resetElectionTimer();
    return current;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
