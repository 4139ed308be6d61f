import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D5',
  what: 'A new life calls settled what it does not ask for yet, and takes up its intents later.',
  killers: ['1d-same-name'],
  rule: 'answered-in-the-end',
});

class Mutant extends DurableRpcClient {
  protected override watermark(to: NodeId): number {
    const asked = [...this.open.values()].filter((call) => call.to === to);
    return Math.min(this.memory.nextNumber, ...asked.map(({ number }) => number));
  }

  override takeUpUnfinished(): void {
    this.env.spawn('take up', async () => {
      await this.env.sleep(200);
      super.takeUpUnfinished();
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
