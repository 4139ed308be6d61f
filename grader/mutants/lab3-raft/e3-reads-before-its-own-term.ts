import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E9',
  what: 'a new leader takes its commit index for that of the cluster',
  killers: ['3e-new-reader'],
  rule: 'read-is-fresh',
});

class Mutant extends ChallengeServer {
  protected override mayRead(): boolean {
    return true;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
