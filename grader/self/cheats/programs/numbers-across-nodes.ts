import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To number the clients of all nodes and lives with one counter.',
  in: '1b-swarm',
  said: 'one-id-one-call',
  stoppedBy: 'fresh-modules',
  otherwise: 'pass',
};

let clients = 0;

class Numbered extends RpcClient {
  protected override newName(): string {
    return `client-${++clients}`;
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Numbered(env) });
