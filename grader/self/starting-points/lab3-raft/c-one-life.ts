/** Before part C: the log is saved, and a new life does not look at it. */
import { startWith } from '../../../../labs/lab3-raft/node.ts';
import { emptyLog } from '../../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../../solutions/lab3-raft/raft.ts';

class OneLife extends RaftServer {
  constructor(...args: ConstructorParameters<typeof RaftServer>) {
    super(...args);
    this.log = emptyLog;
    this.saved = { ...this.saved, log: emptyLog };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new OneLife(env, servers, machine).start(),
});
