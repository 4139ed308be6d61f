import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { MembershipServer, type Placed } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E16',
  what: 'a configuration counts on when its entry has been cut off',
  killers: ['3e-cut-off'],
  rule: 'counts-by-newest',
});

class Mutant extends MembershipServer {
  #last: Placed | undefined;

  override get configuration(): Placed {
    const newest = super.configuration;
    if (newest.index >= (this.#last?.index ?? 0)) this.#last = newest;
    return this.#last ?? newest;
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
