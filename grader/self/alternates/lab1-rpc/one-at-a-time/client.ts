import type { Millis, NodeId, Plain } from '#harness';
import {
  DEADLINE,
  type Client,
  type ClientEnv,
  type Outcome,
} from '../../../../../labs/lab1-rpc/types.ts';
import { Courier, drawName } from './courier.ts';

class CourierClient {
  readonly #env: ClientEnv;
  readonly #courier: Courier;
  #calls = 0;

  constructor(env: ClientEnv) {
    this.#env = env;
    this.#courier = new Courier(env, drawName(env), () =>
      Math.min(this.#courier.lowestOpen, this.#calls + 1),
    );
  }

  call(to: NodeId, method: string, args: Plain, within: Millis): Promise<Outcome> {
    const number = ++this.#calls;
    return new Promise((resolve) => {
      this.#courier.send(number, { to, method, args, delivered: resolve });
      this.#env.spawn('deadline', async () => {
        await this.#env.sleep(within);
        this.#courier.cancel(number);
        resolve({ status: 'unknown' });
      });
    });
  }
}

export function createClient(env: ClientEnv): Client {
  const client = new CourierClient(env);
  return {
    call: (to, method, args, { within = DEADLINE } = {}) =>
      client.call(to, method, args, within) as Promise<never>,
  };
}
