import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own C2',
  what: 'Books and memory are saved one after the other, the memory first.',
  killers: ['1c-torn-moment', '1c-storm'],
  rule: 'saved-before-told',
});

class Mutant extends AtMostOnceServer {
  protected override save(books: Books, memory: Memory): void {
    this.env.disk.save({ memory });
    this.env.disk.save({ books });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
