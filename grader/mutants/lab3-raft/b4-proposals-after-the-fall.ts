import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Command, Proposed } from '../../../labs/lab3-raft/types.ts';
import type { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { append, lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B4',
  what: 'A leader that has been deposed still takes proposals.',
  killers: ['3b-rejoin'],
  rule: 'step-down',
});

class Mutant extends RaftServer {
  #led = false;

  protected override lead(): Leadership {
    this.#led = true;
    return super.lead();
  }

  override propose(command: Command): Proposed | undefined {
    if (this.leadership || !this.#led) return super.propose(command);
    const term = this.currentTerm;
    this.log = append(this.log, [{ term, command }]);
    this.persist();
    return { index: lastIndex(this.log), term };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
