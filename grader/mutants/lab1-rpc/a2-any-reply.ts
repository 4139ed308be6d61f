import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own A2',
  what: 'Any reply that comes is taken for the reply to every open call.',
  killers: ['1a-crossed-replies', '1a-swarm'],
  rule: 'own-reply',
});

class Mutant extends RpcClient {
  protected override isReplyTo(): boolean {
    return true;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
