import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To be another program in every run, once it has dice that no seed decides.',
  in: '1a-first-call',
  said: 'nondeterministic The same seed gave two different runs',
  stoppedBy: 'recheck',
  otherwise: 'pass',
  behind: ['compartment'],
  seeds: 40,
};

class Client extends RpcClient {
  protected override newName(): string {
    return `${this.env.id}-${String(Math.random()).slice(2)}`;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Client(env) });
