import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index, Snapshot } from '../../../labs/lab3-raft/types.ts';
import { entryAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D5',
  what: 'The log is trimmed up to the entry before the last that the snapshot includes.',
  killers: ['3d-edge'],
  rule: 'entry-origin',
});

class Mutant extends RaftServer {
  override snapshot(index: Index, data: Snapshot['data']): void {
    const kept = entryAt(this.log, index);
    super.snapshot(index, data);
    if (kept && this.log.lastIncludedIndex === index) {
      this.log = { ...this.log, entries: [kept, ...this.log.entries] };
      this.persist();
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
