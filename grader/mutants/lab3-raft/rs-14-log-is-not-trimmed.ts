import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-14',
  what: 'Snapshots are saved, and the log keeps all its entries.',
  killers: ['3d-trim'],
  rule: 'log-is-trimmed',
});

class Mutant extends RaftServer {
  override snapshot(index: Index, data: Snapshot['data']): void {
    const lastIncludedTerm = termAt(this.log, index) ?? 0;
    this.persist({ snapshot: { lastIncludedIndex: index, lastIncludedTerm, data } });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
