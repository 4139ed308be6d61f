import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { compact, entryAt, lastIndex, termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D1',
  what: 'With a snapshot goes the whole log, also what the snapshot does not include.',
  killers: ['3d-trim'],
  rule: 'no-hole',
});

class Mutant extends RaftServer {
  override snapshot(index: Index, data: Snapshot['data']): void {
    const { log } = this;
    const lastIncludedTerm = termAt(log, index) ?? 0;
    this.log = compact(log, lastIndex(log));
    this.persist({ snapshot: { lastIncludedIndex: index, lastIncludedTerm, data } });
  }

  protected override applyCommitted(): void {
    while (this.lastApplied < this.commitIndex) {
      const entry = entryAt(this.log, this.lastApplied + 1);
      if (!entry) return;
      this.lastApplied += 1;
      this.machine.apply(this.lastApplied, entry.command);
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
