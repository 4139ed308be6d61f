import { deferred, type Deferred, type NodeId, type Plain } from '#harness';
import type { ClientEnv, DurableClient, Result } from '../../../../../labs/lab1-rpc/types.ts';
import { Courier, drawName } from './courier.ts';

type Open = {
  readonly intent: string;
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
};
type Memory = {
  readonly client: string;
  readonly calls: number;
  readonly open: readonly Open[];
  readonly outcomes: readonly (readonly [intent: string, outcome: Result])[];
  /** Open intents whose outcome nobody wants. */
  readonly unwanted: readonly string[];
};

class Keeper {
  readonly #env: ClientEnv;
  readonly #courier: Courier;
  readonly #listeners = new Map<string, Deferred<Result>>();
  #memory: Memory;

  constructor(env: ClientEnv) {
    this.#env = env;
    const fresh = { client: drawName(env), calls: 0, open: [], outcomes: [], unwanted: [] };
    this.#memory = (env.disk.load('memory') as Memory | undefined) ?? fresh;
    this.#courier = new Courier(env, this.#memory.client, () => {
      const { open, calls } = this.#memory;
      return Math.min(calls + 1, ...open.map(({ number }) => number));
    });
    for (const one of this.#memory.open) this.#carry(one);
  }

  #save(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#env.disk.save({ memory: this.#memory });
  }

  #carry(one: Open): void {
    const { number, to, method, args, intent } = one;
    const delivered = (result: Result): void => this.#delivered(intent, result);
    this.#courier.send(number, { to, method, args, delivered });
  }

  #delivered(intent: string, outcome: Result): void {
    const { open, outcomes, unwanted } = this.#memory;
    this.#save({
      open: open.filter((one) => one.intent !== intent),
      outcomes: unwanted.includes(intent) ? outcomes : [...outcomes, [intent, outcome]],
      unwanted: unwanted.filter((one) => one !== intent),
    });
    this.#listeners.get(intent)?.resolve(outcome);
    this.#listeners.delete(intent);
  }

  #isOpen(intent: string): boolean {
    return this.#memory.open.some((one) => one.intent === intent);
  }

  outcomeOf(intent: string): Result | undefined {
    return this.#memory.outcomes.find(([one]) => one === intent)?.[1];
  }

  intend(intent: string, to: NodeId, method: string, args: Plain): void {
    if (this.#isOpen(intent) || this.outcomeOf(intent)) return;
    const number = this.#memory.calls + 1;
    const one = { intent, number, to, method, args };
    this.#save({ calls: number, open: [...this.#memory.open, one] });
    this.#carry(one);
  }

  listen(intent: string): Promise<Result> {
    const listener = this.#listeners.get(intent) ?? deferred<Result>();
    this.#listeners.set(intent, listener);
    return listener.promise;
  }

  forget(intent: string): void {
    const { outcomes, unwanted } = this.#memory;
    if (this.#isOpen(intent)) this.#save({ unwanted: [...unwanted, intent] });
    else this.#save({ outcomes: outcomes.filter(([one]) => one !== intent) });
  }
}

export function createDurableClient(env: ClientEnv): DurableClient {
  const keeper = new Keeper(env);
  return {
    intend: (intent, to, method, args) => keeper.intend(intent, to, method, args),
    outcome: async (intent) => keeper.outcomeOf(intent) ?? (await keeper.listen(intent)),
    forget: (intent) => keeper.forget(intent),
  };
}
