import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C11',
  what: 'Each life saves what it has answered itself, over what the life before had.',
  killers: ['1c-next-life'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  readonly #before = super.memory();
  #own: Memory = {};

  protected override memory(): Memory {
    return { ...this.#before, ...this.#own };
  }

  protected override save(books: Books, memory: Memory): void {
    const changed = Object.entries(memory).filter(([client, one]) => one !== this.#before[client]);
    this.#own = Object.fromEntries(changed);
    super.save(books, this.#own);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
