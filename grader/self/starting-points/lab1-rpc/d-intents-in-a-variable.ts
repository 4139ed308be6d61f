/** Before part D: a client that does what it promises, as long as it lives. */
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { DurableRpcClient, type Memory } from '../../../../solutions/lab1-rpc/durable-client.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

class Mortal extends DurableRpcClient {
  protected override save(memory: Memory): void {
    this.memory = memory;
  }
}

export const start = startWith({ ...parts, createDurableClient: (env) => new Mortal(env) });
