import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A7',
  what: 'The election timer of a leader runs on, and makes it a candidate.',
  killers: ['3a-quiet-leader'],
  rule: 'steady-leader',
});

class Mutant extends RaftServer {
  protected override async watchForSilence(): Promise<void> {
    const { env } = this;
    for (;;) {
      await env.sleep(Math.max(1, this.electionDeadline - env.now()));
      if (env.now() < this.electionDeadline) continue;
      this.stepDown();
      this.campaign();
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
