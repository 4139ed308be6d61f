import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { RpcClient } from '../../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To send in one datagram what no datagram can hold.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in task ask: NotPlainError: message.extra.mountain is where the data',
  stoppedBy: 'datagram-size',
  otherwise: 'pass',
};

class Client extends RpcClient {
  protected override requestOf(call: Parameters<RpcClient['requestOf']>[0]) {
    return { ...super.requestOf(call), extra: { mountain: 'm'.repeat(1_000_000) } };
  }
}

export const start = startWith({ ...parts, createClient: (env) => new Client(env) });
