import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient, type Memory } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D4',
  what: 'A new life keeps its name, and counts its calls from 1 again.',
  killers: ['1d-same-name', '1d-told-for-ever', '1d-storm'],
  rule: 'one-id-one-call',
});

class Mutant extends DurableRpcClient {
  protected override recover(): Memory {
    return { ...super.recover(), nextNumber: 1 };
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
