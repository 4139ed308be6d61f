import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C3',
  what: 'A new life takes all entries that it finds on its disk for committed.',
  killers: ['3c-churn'],
  rule: 'apply-committed',
});

class Mutant extends RaftServer {
  override start(): this {
    this.commitIndex = lastIndex(this.log);
    this.applyCommitted();
    return super.start();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
