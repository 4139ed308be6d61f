import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C3',
  what: 'What was answered is kept in a variable, and the books alone on the disk.',
  killers: ['1c-torn-moment', '1c-next-life', '1c-storm'],
  rule: 'at-most-once',
});

export class InMemoryServer extends AtMostOnceServer {
  #memory: Memory = {};

  protected override memory(): Memory {
    return this.#memory;
  }

  protected override save(books: Books, memory: Memory): void {
    this.#memory = memory;
    this.env.disk.save({ books });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new InMemoryServer(env, service).serve(),
});
