import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-08',
  what: 'Saving is left to a task of its own: replies do not wait for it.',
  killers: ['3a-torn-vote'],
  rule: 'term-durable',
});

class Mutant extends RaftServer {
  protected override persist(more?: Partial<RaftCells>): void {
    this.env.spawn('save', async () => {
      await this.env.sleep(0);
      super.persist(more);
    });
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
