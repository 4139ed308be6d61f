import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient, type Memory } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D3',
  what: 'A new life gives itself a new name, and asks under it.',
  killers: ['1d-same-name', '1d-intent', '1d-storm'],
  rule: 'one-call-one-id',
});

class Mutant extends DurableRpcClient {
  protected override recover(): Memory {
    return { ...super.recover(), name: this.newName() };
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
