import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { lastTerm } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-02',
  what: 'currentTerm is never saved: a new life takes that of its last entry.',
  killers: ['3a-new-life'],
  rule: 'term-durable',
});

class Mutant extends RaftServer {
  override start(): this {
    this.currentTerm = lastTerm(this.log);
    return super.start();
  }

  protected override persist(more?: Partial<RaftCells>): void {
    this.saved = { ...this.saved, currentTerm: this.currentTerm };
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
