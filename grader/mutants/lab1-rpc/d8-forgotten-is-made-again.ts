import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import {
  DurableRpcClient,
  type Intent,
  type Memory,
} from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D8',
  what: 'To forget drops the outcome and not the promise, so the next life makes the call again.',
  killers: ['1d-told-for-ever'],
  rule: 'quiet-after-end',
});

class Mutant extends DurableRpcClient {
  protected override withOutcome(intent: string, outcome: Result): Memory {
    return this.with(intent, { ...this.known(intent), status: 'finished', outcome } as Intent);
  }

  protected override withoutIntent(intent: string): Memory {
    return this.with(intent, { ...this.known(intent), status: 'unfinished' } as Intent);
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
