import type { Plain } from './env.ts';
import type { RpcMessage } from './rpc.ts';

/** Which remote calls of a run still wait for their reply, and which life waits for it. */
export class OpenCalls {
  readonly #waiting = new Map<number, object>();

  open(call: number, life: object): void {
    this.#waiting.set(call, life);
  }

  /** It has its reply, or has given up. */
  close(call: number): void {
    this.#waiting.delete(call);
  }

  /** Whether this is a reply for which this life does not wait, or no more. */
  isLate(message: Plain, life: object): boolean {
    const one = message as RpcMessage | null;
    return one?.kind === 'rpc-reply' && this.#waiting.get(one.call) !== life;
  }
}
