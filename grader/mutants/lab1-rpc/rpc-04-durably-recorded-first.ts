import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-04',
  what: 'The disk has a call as done when it begins: after a crash its client is told an empty ok.',
  killers: ['1c-torn-moment', '1c-next-life', '1c-storm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  /** What was recorded at the beginning has to be overwritten at the end, for a read too. */
  protected override isRead(): boolean {
    return false;
  }

  protected override started(call: Call): void {
    super.started(call);
    const done = this.memoryAfter(this.memory(), call, { status: 'ok', value: null });
    this.save(this.books(), done);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
