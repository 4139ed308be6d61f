import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Outcome } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own C7',
  what: 'An answer acknowledges its call and all before it, though one of those is still open.',
  killers: ['1c-forgetting'],
  rule: 'answered-in-the-end',
});

class Mutant extends RpcClient {
  #answered = 0;

  protected override settle(call: OpenCall, outcome: Outcome): void {
    this.#answered = Math.max(this.#answered, call.number);
    super.settle(call, outcome);
  }

  protected override watermark(): number {
    return this.#answered + 1;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
