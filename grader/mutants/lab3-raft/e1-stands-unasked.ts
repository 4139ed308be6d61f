import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E1',
  what: 'a server stands without asking first',
  killers: ['3e-comes-back'],
  rule: 'asks-first',
});

class Mutant extends ChallengeServer {
  protected override stand(): void {
    this.campaign();
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
