import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { entryAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-17',
  what: 'Each commit starts a task that applies, and two of them run at a time.',
  killers: ['3b-away'],
  rule: 'apply-order',
});

class Mutant extends RaftServer {
  protected override applyCommitted(): void {
    this.env.spawn('apply', async () => {
      while (this.lastApplied < this.commitIndex) {
        const index = this.lastApplied + 1;
        const entry = entryAt(this.log, index);
        await this.env.sleep(1);
        if (!entry) return;
        this.machine.apply(index, entry.command);
        this.lastApplied = index;
      }
    });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
