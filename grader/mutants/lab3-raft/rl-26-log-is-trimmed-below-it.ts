import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-26',
  what: 'Where the log begins is read before the loop that applies, although apply may trim it.',
  killers: ['3d-trim'],
  rule: 'state-machine-safety',
});

class Mutant extends RaftServer {
  protected override applyCommitted(): void {
    const first = this.log.lastIncludedIndex + 1;
    while (this.lastApplied < this.commitIndex) {
      const entry = this.log.entries[this.lastApplied + 1 - first];
      if (!entry) return;
      this.lastApplied += 1;
      this.machine.apply(this.lastApplied, entry.command);
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
