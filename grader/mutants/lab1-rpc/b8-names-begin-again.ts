import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';

export const declared = mutant({
  bug: 'own B8',
  what: 'The clients of a node are numbered, and the numbering begins again in its next life.',
  killers: ['1b-swarm'],
  rule: 'one-id-one-call',
});

let clients = 0;

class Mutant extends RpcClient {
  protected override newName(): string {
    return `${this.env.id}-${++clients}`;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Mutant(env) });
