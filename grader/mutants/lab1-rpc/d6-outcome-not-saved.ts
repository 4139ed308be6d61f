import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Result } from '../../../labs/lab1-rpc/types.ts';
import { DurableRpcClient } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D6',
  what: 'The outcome is told and kept in a variable, and the disk does not hear of it.',
  killers: ['1d-told-for-ever', '1d-storm'],
  rule: 'outcome-is-kept',
});

class Mutant extends DurableRpcClient {
  protected override finish(intent: string, outcome: Result): void {
    this.memory = this.withOutcome(intent, outcome);
    this.tell(intent, outcome);
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
