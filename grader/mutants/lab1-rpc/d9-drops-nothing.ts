import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient, type Memory } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D9',
  what: 'A forgotten intent stays on the disk.',
  killers: ['1d-told-for-ever'],
  rule: 'client-forgets',
});

class Mutant extends DurableRpcClient {
  protected override withoutIntent(): Memory {
    return this.memory;
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
