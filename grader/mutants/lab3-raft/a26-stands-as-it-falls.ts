import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A26',
  what: 'A leader that steps down has the deadline of its campaign, long past, and stands at once.',
  killers: ['3a-old-leader'],
  rule: 'election-timeout',
});

class Mutant extends RaftServer {
  protected override stepDown(): void {
    const deadline = this.electionDeadline;
    super.stepDown();
    this.electionDeadline = deadline;
  }

  protected override async watchForSilence(): Promise<void> {
    const { env } = this;
    for (;;) {
      await env.sleep(Math.max(1, this.electionDeadline - env.now()));
      if (!this.leadership && env.now() >= this.electionDeadline) this.stand();
    }
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
