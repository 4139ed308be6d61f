import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B5',
  what: 'The books are loaded before the work begins, and written back after it.',
  killers: ['1b-overtaken', '1b-swarm'],
  rule: 'books-only-grow',
});

class Mutant extends AtMostOnceServer {
  protected override async work(call: Call): Promise<void> {
    const before = this.books();
    this.started(call);
    const step = await this.service.begin(call.method, call.args);
    this.ended(call);
    this.execute(call, step, before);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
