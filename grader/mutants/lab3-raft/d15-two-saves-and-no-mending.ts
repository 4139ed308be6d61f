import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { emptyLog } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D15',
  what: 'Snapshot and log are saved one by one, and a new life does not fit them together.',
  killers: ['3d-between-saves'],
  rule: 'match-accepted',
});

class Mutant extends RaftServer {
  override start(): this {
    this.log = this.env.disk.load('log') ?? emptyLog;
    return super.start();
  }

  protected override persist({ snapshot }: Partial<RaftCells> = {}): void {
    if (snapshot) this.env.disk.save({ snapshot });
    super.persist();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
