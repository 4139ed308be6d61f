/** Before part D: the log grows for ever. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../../solutions/lab3-raft/raft.ts';

class WholeLog extends RaftServer {
  override snapshot(): void {
    todo('D1');
  }

  protected override onInstallSnapshot(): never {
    return todo('D2');
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new WholeLog(env, servers, machine).start(),
});
