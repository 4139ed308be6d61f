import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { RaftCells } from '../../../labs/lab3-raft/types.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C2',
  what: 'A log that is as long as the one on the disk is not saved.',
  killers: ['3b-conflict'],
  rule: 'ack-durable',
});

class Mutant extends RaftServer {
  protected override persist(more?: Partial<RaftCells>): void {
    if (lastIndex(this.log) === lastIndex(this.saved.log))
      this.saved = { ...this.saved, log: this.log };
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
