import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Term } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Leader } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B25',
  what: 'A leader that led before counts late answers where it counted then, and commits by that.',
  killers: ['3b-late-majority'],
  rule: 'commit-majority',
});

class Leads extends Leadership {
  readonly #now: () => Leadership | undefined;

  constructor(server: Leader, now: () => Leadership | undefined) {
    super(server);
    this.#now = now;
  }

  protected override isAnswer(term: Term): boolean {
    this.server.hears(term);
    return this.#now() !== undefined;
  }

  protected override sendTo(peer: NodeId): void {
    if (this.#now() === this) super.sendTo(peer);
  }

  protected override advance(): void {
    const { decisions, log, commitIndex, term } = this.server;
    const index = decisions.majorityIndex(this.matchIndexes());
    if (index > commitIndex && decisions.mayCommit(log, index, term)) this.server.commitTo(index);
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this, () => this.leadership));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
