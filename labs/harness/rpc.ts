import { deferred } from './deferred.ts';
import type { Millis, Net, NodeId, Plain, Rpc } from './env.ts';
import { plain } from './plain.ts';

/** As long as a TCP connection to a peer that has gone silent would keep its user waiting. */
export const RPC_TIMEOUT: Millis = 7000;

/** Every request has a call number, every execution of a handler a delivery, every reply names both. */
export type RpcMessage =
  | { kind: 'rpc'; method: string; call: number; args: Plain }
  | { kind: 'rpc-reply'; method: string; call: number; delivery: number; reply: Plain };

type Handler = (args: unknown, from: NodeId) => unknown;

export type RpcHost = {
  readonly net: Net;
  sleep(ms: Millis): Promise<void>;
  /** Runs foreign code, and blames a throw or a rejection on this node. */
  guard(where: string, body: () => unknown): void;
  /** A number that no other call of this run has. */
  nextCall(): number;
  /** The number of the delivery that is being received. */
  delivery(): number;
  unhandled(method: string, from: NodeId): void;
};

/** Remote procedure calls over datagrams: one attempt each, and no promise but to give up in time. */
export function createRpc(host: RpcHost): Rpc<never> {
  const handlers = new Map<string, Handler>();
  const open = new Map<number, (reply: Plain) => void>();
  let listening = false;

  const listen = (): void => {
    if (listening) return;
    listening = true;
    host.net.receive((message, from) => {
      const one = message as RpcMessage | null;
      if (one?.kind === 'rpc') serve(one, from);
      else if (one?.kind === 'rpc-reply') open.get(one.call)?.(one.reply);
    });
  };

  const serve = ({ method, call, args }: RpcMessage & { kind: 'rpc' }, from: NodeId): void => {
    const handler = handlers.get(method);
    if (!handler) return host.unhandled(method, from);
    const delivery = host.delivery();
    const answer = (result: unknown): void => {
      const reply = plain(result, `${method}.reply`);
      host.net.send(from, { kind: 'rpc-reply', method, call, delivery, reply });
    };
    host.guard(`handler of ${method}`, () => {
      const result = handler(args, from);
      if (!(result instanceof Promise)) return answer(result);
      return result.then(answer);
    });
  };

  const call = (
    to: NodeId,
    method: string,
    args: unknown,
    options?: { timeout?: Millis },
  ): Promise<unknown> => {
    listen();
    const number = host.nextCall();
    const { promise, resolve } = deferred<unknown>();
    const settle = (reply: unknown): void => {
      open.delete(number);
      resolve(reply);
    };
    open.set(number, settle);
    host.net.send(to, { kind: 'rpc', method, call: number, args: plain(args, `${method}.args`) });
    void host.sleep(options?.timeout ?? RPC_TIMEOUT).then(() => settle(undefined));
    return promise;
  };

  const handle = (method: string, handler: Handler): void => {
    listen();
    handlers.set(method, handler);
  };
  return Object.freeze({ call, handle }) as unknown as Rpc<never>;
}
