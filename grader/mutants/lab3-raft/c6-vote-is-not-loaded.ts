import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C6',
  what: 'A new life knows its term, and not whom it voted for.',
  killers: ['3a-new-life'],
  rule: 'disk-forgets',
});

class Mutant extends RaftServer {
  override start(): this {
    this.votedFor = null;
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
