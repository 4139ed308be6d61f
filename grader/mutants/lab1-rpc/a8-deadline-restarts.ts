import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A8',
  what: 'Each retry gives the call its whole time again.',
  killers: ['1a-nobody-there', '1a-swarm'],
  rule: 'ends-by-deadline',
});

class Mutant extends RpcClient {
  protected override async endAfter(call: OpenCall, within: Millis): Promise<void> {
    for (;;) {
      const left = call.lastTry + within - this.env.now();
      if (left <= 0) return this.giveUp(call);
      await this.env.sleep(left);
    }
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
