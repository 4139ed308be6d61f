import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer, type Call } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'RPC-04',
  what: 'A call is recorded when it begins, so a copy that comes meanwhile is told an empty ok.',
  killers: ['1b-in-progress', '1b-swarm'],
  rule: 'true-answer',
});

class Mutant extends AtMostOnceServer {
  protected override isInProgress(): boolean {
    return false;
  }

  protected override started(call: Call): void {
    const done = this.memoryAfter(this.memory(), call, { status: 'ok', value: null });
    this.save(this.books(), done);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
