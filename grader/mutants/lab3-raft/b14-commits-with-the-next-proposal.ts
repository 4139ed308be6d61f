import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { Leadership } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B14',
  what: 'A leader looks what is committed when something is proposed, and not when it is answered.',
  killers: ['3b-agreement'],
  rule: 'makes-progress',
});

class Leads extends Leadership {
  #proposing = false;

  override replicate(): void {
    this.#proposing = true;
    super.replicate();
    this.#proposing = false;
  }

  protected override advance(): void {
    if (this.#proposing) super.advance();
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
