import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient, type OpenCall } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A6',
  what: 'The next try is made though the reply came during the pause.',
  killers: ['1a-lost-datagrams', '1a-swarm'],
  rule: 'quiet-after-end',
});

class Mutant extends RpcClient {
  protected override mayAskAgain(call: OpenCall): boolean {
    return super.mayAskAgain(call) || call.tries < 2;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
