import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { emptyLog } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-09',
  what: 'A new life takes nothing from the disk.',
  killers: ['3c-all-crash', '3a-new-life'],
  rule: 'disk-forgets',
});

class Mutant extends RaftServer {
  override start(): this {
    this.currentTerm = 0;
    this.votedFor = null;
    this.log = emptyLog;
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
