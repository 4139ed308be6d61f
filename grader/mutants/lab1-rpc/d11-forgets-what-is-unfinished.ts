import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { DurableRpcClient, type Memory } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D11',
  what: 'To forget an unfinished intent drops it, and nobody asks for it any more.',
  killers: ['1d-told-for-ever'],
  rule: 'intent-is-kept',
});

class Mutant extends DurableRpcClient {
  protected override withoutIntent(intent: string): Memory {
    const { [intent]: _dropped, ...intents } = this.memory.intents;
    return { ...this.memory, intents };
  }

  protected override mayAskAgain(call: OpenCall): boolean {
    const numbers = this.unfinished().map(([, one]) => one.number);
    return super.mayAskAgain(call) && numbers.includes(call.number);
  }
}

export const start = startWith({
  ...parts,
  createDurableClient: (env) => {
    const client = new Mutant(env);
    client.takeUpUnfinished();
    return client;
  },
});
