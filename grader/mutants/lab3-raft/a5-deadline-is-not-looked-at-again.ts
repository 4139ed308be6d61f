import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A5',
  what: 'After the sleep the timer does not look whether a leader was heard meanwhile.',
  killers: ['3a-quiet-leader'],
  rule: 'steady-leader',
});

class Mutant extends RaftServer {
  protected override async watchForSilence(): Promise<void> {
    const { env } = this;
    for (;;) {
      await env.sleep(Math.max(1, this.electionDeadline - env.now()));
      if (this.leadership) this.resetElectionTimer();
      else this.campaign();
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
