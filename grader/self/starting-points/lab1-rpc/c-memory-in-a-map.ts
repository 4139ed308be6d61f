/** Before part C: a server that keeps what it knows in a variable, and no payments. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../../solutions/lab1-rpc/server.ts';

class InMemory extends AtMostOnceServer {
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
  createServer: (env, service) => new InMemory(env, service).serve(),
  putPayment: () => todo('C3'),
});
