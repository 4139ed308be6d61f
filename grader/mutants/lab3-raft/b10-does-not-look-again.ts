import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B10',
  what: 'After an answer it is not asked whether this server still leads.',
  killers: ['3b-delay-bounded'],
  rule: 'step-down',
});

class Leads extends Leadership {
  protected override isAnswer(term: Term): boolean {
    this.server.hears(term);
    return true;
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
