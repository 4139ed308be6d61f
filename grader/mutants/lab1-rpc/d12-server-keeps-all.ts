import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D12',
  what: 'The server never hears that anything is settled, so it keeps every result.',
  killers: ['1d-told-for-ever'],
  rule: 'forgets',
});

class Mutant extends DurableRpcClient {
  protected override watermark(): number {
    return 0;
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
