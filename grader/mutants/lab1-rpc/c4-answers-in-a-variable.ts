import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books, Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import {
  AtMostOnceServer,
  type Call,
  type ClientRecord,
  type Memory,
} from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C4',
  what: 'The disk says which calls were executed, and a variable what they returned.',
  killers: ['1c-next-life', '1c-torn-moment', '1c-storm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  readonly #answers = new Map<string, Result>();

  protected override remember(record: ClientRecord, number: number): ClientRecord {
    return super.remember(record, number, { status: 'ok', value: null });
  }

  protected override commit(call: Call, books: Books, memory: Memory, result: Result): void {
    this.#answers.set(call.id, result);
    super.commit(call, books, memory, result);
  }

  protected override repeat(call: Call, known: Result): void {
    super.repeat(call, this.#answers.get(call.id) ?? known);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
