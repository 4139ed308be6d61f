import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C1',
  what: 'The log is saved, and a new life begins without it.',
  killers: ['3c-all-crash'],
  rule: 'disk-forgets',
});

class Mutant extends RaftServer {
  override start(): this {
    this.log = { ...this.log, entries: [] };
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
