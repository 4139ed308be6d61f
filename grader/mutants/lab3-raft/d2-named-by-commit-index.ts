import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { compact, termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D2',
  what: 'A snapshot is named by commitIndex, and not by the index that the service has said.',
  killers: ['3d-trim'],
  rule: 'snapshot-applied',
});

class Mutant extends RaftServer {
  override snapshot(index: Index, data: Snapshot['data']): void {
    const { log, commitIndex } = this;
    if (index <= log.lastIncludedIndex) return;
    const lastIncludedTerm = termAt(log, commitIndex) ?? 0;
    this.log = compact(log, index);
    this.persist({ snapshot: { lastIncludedIndex: commitIndex, lastIncludedTerm, data } });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
