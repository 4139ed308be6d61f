import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E3',
  what: 'a server that hears its leader would vote for another',
  killers: ['3e-half-deaf'],
  rule: 'refuses-while-led',
});

class Mutant extends ChallengeServer {
  protected override hasALeader(): boolean {
    return false;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
