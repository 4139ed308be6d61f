import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  RaftCells,
} from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RP-06',
  what: 'A follower acknowledges entries that it holds in memory alone.',
  killers: ['3b-first-entries'],
  rule: 'ack-durable',
});

class Mutant extends RaftServer {
  #appending = false;

  protected override onAppendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    this.#appending = true;
    const reply = super.onAppendEntries(args);
    this.#appending = false;
    return reply;
  }

  protected override persist(more?: Partial<RaftCells>): void {
    if (this.#appending) this.saved = { ...this.saved, log: this.log };
    super.persist(more);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
