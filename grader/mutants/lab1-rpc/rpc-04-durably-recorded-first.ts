import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-04',
  what: 'A call is recorded on the disk as done when it begins, so after a crash in between its client is told an empty ok.',
  killers: ['1c-torn-moment', '1c-next-life', '1c-storm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
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
