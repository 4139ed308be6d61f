import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { cutFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B24',
  what: 'A leader that steps down drops what it does not know to be committed.',
  killers: ['3b-rejoin'],
  rule: 'truncate-on-conflict',
});

class Mutant extends RaftServer {
  protected override stepDown(): void {
    if (this.leadership) this.log = cutFrom(this.log, this.commitIndex + 1);
    super.stepDown();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
