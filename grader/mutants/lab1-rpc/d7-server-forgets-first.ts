import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { DurableRpcClient, type Unfinished } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D7',
  what: 'The server hears that an outcome is known before the disk does.',
  killers: ['1d-told-for-ever'],
  rule: 'answered-in-the-end',
});

class Mutant extends DurableRpcClient {
  readonly #known = new Set<string>();

  protected override unfinished(): [intent: string, one: Unfinished][] {
    return super.unfinished().filter(([intent]) => !this.#known.has(intent));
  }

  protected override finish(intent: string, outcome: Result): void {
    this.#known.add(intent);
    this.env.spawn('save soon', async () => {
      await this.env.sleep(100);
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
