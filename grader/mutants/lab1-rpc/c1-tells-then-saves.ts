import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books, Result } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call, type Memory } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C1',
  what: 'The reply leaves before the save.',
  killers: ['1c-torn-moment', '1c-storm'],
  rule: 'saved-before-told',
});

class Mutant extends AtMostOnceServer {
  protected override commit(call: Call, books: Books, memory: Memory, result: Result): void {
    this.reply(call, result);
    this.save(books, memory);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
