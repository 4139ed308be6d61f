import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Command, Proposed, RaftCells } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-05',
  what: 'A leader does not save what it has proposed.',
  killers: ['3c-churn'],
  rule: 'commit-self-durable',
});

class Mutant extends RaftServer {
  #proposing = false;

  override propose(command: Command): Proposed | undefined {
    this.#proposing = true;
    const proposed = super.propose(command);
    this.#proposing = false;
    return proposed;
  }

  protected override persist(more?: Partial<RaftCells>): void {
    if (this.#proposing) this.saved = { ...this.saved, log: this.log };
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
