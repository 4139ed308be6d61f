import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { DurableRpcClient } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D10',
  what: 'The outcome is told, and saved a millisecond later.',
  killers: ['1d-told-for-ever'],
  rule: 'outcome-is-kept',
});

class Mutant extends DurableRpcClient {
  protected override finish(intent: string, outcome: Result): void {
    this.tell(intent, outcome);
    this.env.spawn('save soon', async () => {
      await this.env.sleep(1);
      super.finish(intent, outcome);
    });
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
