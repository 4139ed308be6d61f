import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A9',
  what: 'The deadline is looked at only when a pause has ended.',
  killers: ['1a-nobody-there', '1a-swarm'],
  rule: 'ends-by-deadline',
});

class Mutant extends RpcClient {
  readonly #deadlines = new Map<OpenCall, Millis>();

  protected override async endAfter(call: OpenCall, within: Millis): Promise<void> {
    this.#deadlines.set(call, this.env.now() + within);
  }

  protected override mayAskAgain(call: OpenCall): boolean {
    if (this.env.now() >= (this.#deadlines.get(call) ?? Infinity)) this.giveUp(call);
    return super.mayAskAgain(call);
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
