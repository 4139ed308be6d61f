import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';
import type { LogEnd } from '../../../solutions/lab3-raft/votes.ts';

export const declared = mutant({
  bug: 'own A22',
  what: 'A candidate says how far its log is committed, and not how far it goes.',
  killers: ['3b-no-majority'],
  rule: 'candidate-log',
});

class Mutant extends RaftServer {
  #standing = false;

  protected override campaign(): void {
    this.#standing = true;
    super.campaign();
    this.#standing = false;
  }

  protected override get logEnd(): LogEnd {
    if (!this.#standing) return super.logEnd;
    const lastLogTerm = termAt(this.log, this.commitIndex) ?? 0;
    return { lastLogIndex: this.commitIndex, lastLogTerm };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
