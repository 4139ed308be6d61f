import { deferred } from './deferred.ts';
import type { Millis, Net, NodeId, Plain, Rpc } from './env.ts';
import { afterwards } from './afterwards.ts';
import { plain } from './plain.ts';

/** As long as a TCP connection to a peer that has gone silent would keep its user waiting. */
export const RPC_TIMEOUT: Millis = 7000;

/** Every request has a call number, every execution a delivery, and every reply names both. */
export type RpcMessage =
  | { kind: 'rpc'; method: string; call: number; args: Plain }
  | { kind: 'rpc-reply'; method: string; call: number; delivery: number; reply: Plain };

type Handler = (args: unknown, from: NodeId) => unknown;

export type RpcHost = {
  readonly net: Net;
  /** Does something later, as what comes after a sleep. */
  later(ms: Millis, act: () => void): void;
  /** Runs foreign code, and blames a throw or a rejection on this node. */
  guard(where: string, body: () => unknown): void;
  /** A number that no other call of this run has. */
  nextCall(): number;
  /** Whoever looks on is told which calls wait for a reply. */
  opened(call: number): void;
  closed(call: number): void;
  /** The number of the delivery that is being received. */
  delivery(): number;
  unhandled(method: string, from: NodeId): void;
};

/** The calls and handlers of one life. */
class Endpoint {
  readonly #host: RpcHost;
  readonly #handlers = new Map<string, Handler>();
  readonly #open = new Map<number, (reply: unknown) => void>();
  #listening = false;

  constructor(host: RpcHost) {
    this.#host = host;
  }

  /** A node that neither calls nor handles has no receiver, and what comes to it is lost. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#host.net.receive((message, from) => {
      const one = message as RpcMessage | null;
      if (one?.kind === 'rpc') this.#serve(one, from);
      else if (one?.kind === 'rpc-reply') this.#settle(one.call, one.reply);
    });
  }

  #serve({ method, call, args }: RpcMessage & { kind: 'rpc' }, from: NodeId): void {
    const handler = this.#handlers.get(method);
    if (!handler) return this.#host.unhandled(method, from);
    const delivery = this.#host.delivery();
    const answer = (result: unknown): void => {
      const reply = plain(result, `${method}.reply`);
      this.#host.net.send(from, { kind: 'rpc-reply', method, call, delivery, reply });
    };
    this.#host.guard(`handler of ${method}`, () => {
      const result = handler(args, from);
      if (!(result instanceof Promise)) return answer(result);
      return afterwards(result, answer);
    });
  }

  call(to: NodeId, method: string, args: unknown, timeout: Millis): Promise<unknown> {
    this.#listen();
    const call = this.#host.nextCall();
    const { promise, resolve } = deferred<unknown>();
    this.#open.set(call, resolve);
    this.#host.opened(call);
    this.#host.net.send(to, { kind: 'rpc', method, call, args: plain(args, `${method}.args`) });
    // Most are answered long before: what waits for the deadline keeps nothing of the call alive.
    this.#host.later(timeout, () => this.#settle(call, undefined));
    return promise;
  }

  #settle(call: number, reply: unknown): void {
    const resolve = this.#open.get(call);
    if (!resolve) return;
    this.#open.delete(call);
    this.#host.closed(call);
    resolve(reply);
  }

  handle(method: string, handler: Handler): void {
    this.#listen();
    this.#handlers.set(method, handler);
  }
}

/** Remote procedure calls over datagrams: one attempt each, and no promise but to give up. */
export function createRpc(host: RpcHost): Rpc<never> {
  const endpoint = new Endpoint(host);
  const call = (to: NodeId, method: string, args: unknown, options?: { timeout?: Millis }) =>
    endpoint.call(to, method, args, options?.timeout ?? RPC_TIMEOUT);
  const handle = (method: string, handler: Handler) => endpoint.handle(method, handler);
  return Object.freeze({ call, handle }) as unknown as Rpc<never>;
}
