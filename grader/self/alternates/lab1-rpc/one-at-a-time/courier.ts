/**
 * Carries requests to servers until each is answered. Pauses grow by the same amount every time.
 */
import type { Millis, NodeId, Plain } from '#harness';
import { isMessage, type ClientEnv, type Result } from '../../../../../labs/lab1-rpc/types.ts';

const STEP = 150;
const LONGEST = 1_500;

export type Errand = {
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly delivered: (result: Result) => void;
};

/** Linear, and a quarter more or less by chance. */
const pauseAfter = (tries: number, draw: number): Millis =>
  Math.min(STEP * tries, LONGEST) * (0.75 + draw / 2);

export class Courier {
  readonly #env: ClientEnv;
  readonly #client: string;
  /** The number below which nothing will be asked for again. */
  readonly #below: () => number;
  readonly #errands = new Map<number, Errand>();

  constructor(env: ClientEnv, client: string, below: () => number) {
    this.#env = env;
    this.#client = client;
    this.#below = below;
    env.net.receive((message) => {
      if (!isMessage(message) || message.kind !== 'reply') return;
      const number = this.#numberOf(message.id);
      const errand = this.#errands.get(number);
      if (!errand) return;
      this.#errands.delete(number);
      errand.delivered(message.result);
    });
  }

  get lowestOpen(): number {
    return Math.min(Number.MAX_SAFE_INTEGER, ...this.#errands.keys());
  }

  send(number: number, errand: Errand): void {
    this.#errands.set(number, errand);
    this.#env.spawn('carry', () => this.#carry(number, errand));
  }

  cancel(number: number): void {
    this.#errands.delete(number);
  }

  #numberOf(id: string): number {
    const [client, number] = id.split('#');
    return client === this.#client ? Number(number) : Number.NaN;
  }

  async #carry(number: number, { to, method, args }: Errand): Promise<void> {
    for (let tries = 1; this.#errands.has(number); tries++) {
      const extra = { client: this.#client, number, below: this.#below() };
      const id = `${this.#client}#${number}`;
      this.#env.net.send(to, { kind: 'request', id, method, args, extra });
      await this.#env.sleep(pauseAfter(tries, this.#env.random()));
    }
  }
}

/** Drawn, so that it is new in every life and on every node. */
export const drawName = (env: ClientEnv): string =>
  Array.from({ length: 4 }, () => Math.floor(env.random() * 1e9).toString(36)).join('');
