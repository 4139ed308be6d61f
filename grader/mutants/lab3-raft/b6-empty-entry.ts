import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { append } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B6',
  what: 'A new leader appends an empty entry that nobody has proposed.',
  killers: ['3b-agreement'],
  rule: 'log-holds-proposals',
});

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    this.log = append(this.log, [{ term: this.currentTerm, command: null }]);
    this.persist();
    return super.lead();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
