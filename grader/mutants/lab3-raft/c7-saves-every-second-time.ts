import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C7',
  what: 'Every second change is saved with the one that follows.',
  killers: ['3a-swarm'],
  rule: 'term-durable',
});

class Mutant extends RaftServer {
  #even = false;

  protected override persist(more?: Partial<RaftCells>): void {
    this.#even = !this.#even;
    if (this.#even || more) super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
