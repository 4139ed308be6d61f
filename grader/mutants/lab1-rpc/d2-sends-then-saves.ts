import type { NodeId, Plain } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient } from '../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own D2',
  what: 'The first request leaves before the intent is saved.',
  killers: ['1d-intent', '1d-storm'],
  rule: 'intent-before-request',
});

class Mutant extends DurableRpcClient {
  protected override promise(intent: string, to: NodeId, method: string, args: Plain): void {
    this.memory = this.withPromise(intent, to, method, args);
    this.takeUp(intent);
    this.save(this.memory);
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
