import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';
import type { LogEnd } from '../../../solutions/lab3-raft/votes.ts';

export const declared = mutant({
  bug: 'own D13',
  what: 'A log is said to be as long as the entries that are left in it.',
  killers: ['3d-edge'],
  rule: 'candidate-log',
});

class Mutant extends RaftServer {
  protected override get logEnd(): LogEnd {
    return { ...super.logEnd, lastLogIndex: this.log.entries.length };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
