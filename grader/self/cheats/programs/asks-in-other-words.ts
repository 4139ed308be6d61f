import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { isMessage } from '../../../../labs/lab1-rpc/types.ts';
import { RpcClient, type OpenCall } from '../../../../solutions/lab1-rpc/client.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import { AtMostOnceServer } from '../../../../solutions/lab1-rpc/server.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To ask again in words that its own server understands and no monitor counts, for ever.',
  in: '1b-lost-reply',
  said: 'wire-format: c1 sent',
  stoppedBy: 'wire-format',
  otherwise: 'pass',
};

/** Goes on asking after the end; from the second time on, not with a request. */
class Client extends RpcClient {
  protected override mayAskAgain({ tries }: OpenCall): boolean {
    return tries < 20;
  }

  protected override send(call: OpenCall): void {
    if (call.tries === 0) return super.send(call);
    call.tries++;
    this.env.net.send(call.to, { ...this.requestOf(call), kind: 'again' });
  }
}

class Server extends AtMostOnceServer {
  override serve(): void {
    super.serve();
    this.env.net.receive((message, from) => {
      const asked: unknown = { ...(message as object), kind: 'request' };
      if (!isMessage(message) && isMessage(asked) && asked.kind === 'request')
        this.hear(asked, from);
    });
  }
}

export const start = startWith({
  ...parts,
  createClient: (env) => new Client(env),
  createServer: (env, service) => new Server(env, service).serve(),
});
