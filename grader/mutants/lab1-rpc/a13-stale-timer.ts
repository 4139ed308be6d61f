import type { Millis } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { MAX_OPEN } from '../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A13',
  what: 'A timer ends the call that has its slot when it wakes, though it was set for another.',
  killers: ['1a-swarm'],
  rule: 'honest-outcome',
});

class Mutant extends RpcClient {
  protected override async endAfter(call: OpenCall, within: Millis): Promise<void> {
    await this.env.sleep(within);
    const slot = (one: OpenCall) => one.number % MAX_OPEN;
    const inSlot = [...this.open.values()].find((one) => slot(one) === slot(call));
    if (inSlot) this.giveUp(inSlot);
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
