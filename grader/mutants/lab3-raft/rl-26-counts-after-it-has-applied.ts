import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { entryAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-26',
  what: 'lastApplied grows after apply has returned: a snapshot from within apply comes too early.',
  killers: ['3d-trim'],
  rule: 'log-is-trimmed',
});

class Mutant extends RaftServer {
  protected override applyCommitted(): void {
    while (this.lastApplied < this.commitIndex) {
      const entry = entryAt(this.log, this.lastApplied + 1);
      if (!entry) return;
      this.machine.apply(this.lastApplied + 1, entry.command);
      this.lastApplied += 1;
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
