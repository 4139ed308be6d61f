import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D20',
  what: 'Where the snapshot ended is not loaded: a new life takes what is left for the whole log.',
  killers: ['3d-restart-twice'],
  rule: 'disk-forgets',
});

class Mutant extends RaftServer {
  override start(): this {
    this.log = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: this.log.entries };
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
