import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books, Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call, type Memory } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B6',
  what: 'A client that has not been heard for ten minutes is forgotten.',
  killers: ['1b-ghost'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  readonly #heard = new Map<string, Millis>();

  protected override memory(): Memory {
    const recent = ([client]: [string, unknown]) =>
      this.env.now() - (this.#heard.get(client) ?? 0) < 600_000;
    return Object.fromEntries(Object.entries(super.memory()).filter(recent));
  }

  protected override commit(call: Call, books: Books, memory: Memory, result: Result): void {
    this.#heard.set(call.client, this.env.now());
    super.commit(call, books, memory, result);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
