import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { TimeoutNowArgs, TimeoutNowReply } from '../../../labs/lab3-raft/types.ts';
import { ChallengeServer } from '../../../solutions/lab3-raft/challenges.ts';

export const declared = mutant({
  bug: 'own E7',
  what: 'a server that is told to stand waits for its election timeout',
  killers: ['3e-hand-over'],
  rule: 'hands-over',
});

class Mutant extends ChallengeServer {
  protected override onTimeoutNow({ term }: TimeoutNowArgs): TimeoutNowReply {
    this.hears(term);
    return { term: this.currentTerm };
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
