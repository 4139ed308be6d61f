import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C5',
  what: 'What changes within 10 ms of the last save is saved with the next.',
  killers: ['3c-triggered'],
  rule: 'ack-durable',
});

class Mutant extends RaftServer {
  #last = -Infinity;

  protected override persist(more: Partial<RaftCells> = {}): void {
    if (this.env.now() - this.#last < 10 && !more.snapshot) return;
    super.persist(more);
    this.#last = this.env.now();
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
