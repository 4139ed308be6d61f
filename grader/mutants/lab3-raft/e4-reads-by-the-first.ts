import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { MembershipServer } from '../../../solutions/lab3-raft/membership.ts';

export const declared = mutant({
  bug: 'own E28',
  what: 'A read is confirmed by a majority of the first configuration.',
  killers: ['3e-old-majority'],
  rule: 'read-is-fresh',
});

class Mutant extends MembershipServer {
  #reads = 0;

  override async readIndex(): Promise<Index | undefined> {
    this.#reads++;
    const index = await super.readIndex();
    this.#reads--;
    return index;
  }

  override hasMajority(of: ReadonlySet<NodeId>): boolean {
    if (this.#reads === 0) return super.hasMajority(of);
    const heard = this.servers.filter((id) => of.has(id));
    return this.decisions.isMajority(heard.length, this.servers.length);
  }
}

export const start = startWith({ createRaft: (...args) => new Mutant(...args).start() });
