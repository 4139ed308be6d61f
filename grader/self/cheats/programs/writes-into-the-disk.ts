import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Memory } from '../../../../solutions/lab1-rpc/server.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To change what it loaded, in the place of saving it.',
  in: '1c-next-life',
  said: 'no-throw: bank threw in task work: TypeError: Cannot a',
  stoppedBy: 'frozen-copies',
  otherwise: 'pass',
};

class Writer extends AtMostOnceServer {
  override serve(): void {
    if (!this.env.disk.load('memory')) this.env.disk.save({ memory: {} });
    super.serve();
  }

  protected override save(books: Books, memory: Memory): void {
    Object.assign(this.env.disk.load('memory') as Memory, memory);
    this.env.disk.save({ books });
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Writer(env, service).serve(),
});
