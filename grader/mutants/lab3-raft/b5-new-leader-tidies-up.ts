import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { cutFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B5',
  what: 'A new leader drops what it does not know to be committed.',
  killers: ['3b-rejoin'],
  rule: 'truncate-on-conflict',
});

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    this.log = cutFrom(this.log, this.commitIndex + 1);
    this.persist();
    return super.lead();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
