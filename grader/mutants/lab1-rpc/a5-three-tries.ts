import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A5',
  what: 'After three tries a call is not asked for again.',
  killers: ['1a-lost-datagrams'],
  rule: 'keeps-trying',
});

class Mutant extends RpcClient {
  protected override mayAskAgain(call: OpenCall): boolean {
    return super.mayAskAgain(call) && call.tries < 3;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
