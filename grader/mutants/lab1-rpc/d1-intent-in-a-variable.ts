import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient, type Memory } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D1',
  what: 'The disk knows the name and the numbers of the client, and a variable its intents.',
  killers: ['1d-intent', '1d-same-name', '1d-told-for-ever', '1d-storm'],
  rule: 'intent-is-kept',
});

class Mutant extends DurableRpcClient {
  protected override save(memory: Memory): void {
    this.memory = memory;
    this.env.disk.save({ memory: { ...memory, intents: {} } });
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
