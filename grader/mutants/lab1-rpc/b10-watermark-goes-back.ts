import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { RequestMessage } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer } from '../../../solutions/lab1-rpc/server.ts';

export const declared = mutant({
  bug: 'own B10',
  what: 'The watermark is that of the request that came last, and not the highest.',
  killers: ['1b-ghost'],
  rule: 'at-most-once',
});

class Mutant extends AtMostOnceServer {
  readonly #told = new Map<string, number>();

  protected override isSettled(): boolean {
    return false;
  }

  protected override hear(request: RequestMessage, from: NodeId): void {
    const call = this.identify(request, from);
    if (!call) return;
    const told = this.#told.get(call.client) ?? 0;
    this.#told.set(call.client, call.settled);
    if (call.number >= told) super.hear(request, from);
  }
}

export const start = startWith({
  ...parts,
  createServer: (env, service) => new Mutant(env, service).serve(),
});
