import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';
import type { LogEnd } from '../../../solutions/lab3-raft/votes.ts';

export const declared = mutant({
  bug: 'own D12',
  what: 'A log whose entries are all in the snapshot is said to end at 0.',
  killers: ['3d-edge'],
  rule: 'candidate-log',
});

class Mutant extends RaftServer {
  protected override get logEnd(): LogEnd {
    return this.log.entries.length > 0 ? super.logEnd : { lastLogIndex: 0, lastLogTerm: 0 };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
