import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../../solutions/lab1-rpc/server.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To save an object once, and to go on writing into it.',
  in: '1c-next-life',
  said: 'no-throw: bank threw in task work: TypeError: Cannot add property kept',
  stoppedBy: 'copies',
  otherwise: 'pass',
};

class Live extends AtMostOnceServer {
  readonly #live = (this.env.disk.load('memory') ?? {}) as { kept?: Memory };

  override serve(): void {
    this.env.disk.save({ memory: this.#live as never });
    super.serve();
  }

  protected override memory(): Memory {
    return this.#live.kept ?? {};
  }

  protected override save(books: Books, memory: Memory): void {
    this.#live.kept = memory;
    this.env.disk.save({ books });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Live(env, service).serve(),
});
