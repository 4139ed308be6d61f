import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-06',
  what: 'A new life begins with commitIndex and lastApplied 0, although its log is trimmed.',
  killers: ['3d-restart-twice'],
  rule: 'no-throw',
});

class Mutant extends RaftServer {
  override start(): this {
    this.commitIndex = 0;
    this.lastApplied = 0;
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
