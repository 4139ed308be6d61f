import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A1',
  what: 'A call settles when its request has been sent, and waits for no reply.',
  killers: ['1a-first-call'],
  rule: 'own-reply',
});

class Mutant extends RpcClient {
  protected override send(call: OpenCall): void {
    super.send(call);
    this.settle(call, { status: 'ok', value: null });
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
