import { deferred, type Deferred, type NodeId, type Plain } from '#harness';
import type { ClientEnv, DurableClient, Result } from '../../../../../labs/lab1-rpc/types.ts';
import { pursuer, randomName, tellFloor } from './pursue.ts';

type Promised = {
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly forgotten?: true;
};
type Memory = {
  readonly name: string;
  readonly numbers: number;
  readonly promised: { readonly [intent: string]: Promised };
  readonly outcomes: { readonly [intent: string]: Result };
};

function without<T>(
  all: { readonly [key: string]: T },
  key: string,
): { readonly [key: string]: T } {
  const { [key]: _, ...rest } = all;
  return rest;
}

export function createDurableClient(env: ClientEnv): DurableClient {
  const memory = (): Memory => (env.disk.load('memory') as Memory | undefined) ?? blank;
  const save = (next: Memory): void => env.disk.save({ memory: next });
  const blank: Memory = { name: randomName(env), numbers: 0, promised: {}, outcomes: {} };
  const { name } = memory();
  const pursue = pursuer(env, name);
  const listeners = new Map<string, Deferred<Result>>();

  /** Below it, every outcome is on our disk. */
  function floor(): number {
    const { numbers, promised } = memory();
    return Math.min(numbers + 1, ...Object.values(promised).map((one) => one.number));
  }

  function keep(intent: string, outcome: Result): void {
    const { promised, outcomes } = memory();
    const forgotten = promised[intent]?.forgotten;
    save({
      ...memory(),
      promised: without(promised, intent),
      outcomes: forgotten ? outcomes : { ...outcomes, [intent]: outcome },
    });
  }

  function fulfil(intent: string, { number, to, method, args }: Promised): void {
    env.spawn('fulfil', async () => {
      const outcome = await pursue(number, to, method, args).answer;
      keep(intent, outcome);
      listeners.get(intent)?.resolve(outcome);
      listeners.delete(intent);
      tellFloor(env, to, name, floor());
    });
  }

  for (const [intent, one] of Object.entries(memory().promised)) fulfil(intent, one);

  return {
    intend(intent, to, method, args) {
      const { numbers, promised, outcomes } = memory();
      if (Object.hasOwn(promised, intent) || Object.hasOwn(outcomes, intent)) return;
      const one = { number: numbers + 1, to, method, args };
      save({ name, numbers: numbers + 1, promised: { ...promised, [intent]: one }, outcomes });
      fulfil(intent, one);
    },
    async outcome(intent) {
      const { outcomes } = memory();
      const known = Object.hasOwn(outcomes, intent) ? outcomes[intent] : undefined;
      if (known) return known;
      const listener = listeners.get(intent) ?? deferred<Result>();
      listeners.set(intent, listener);
      return listener.promise;
    },
    forget(intent) {
      const { promised, outcomes } = memory();
      const one = Object.hasOwn(promised, intent) ? promised[intent] : undefined;
      if (one)
        save({ ...memory(), promised: { ...promised, [intent]: { ...one, forgotten: true } } });
      else save({ ...memory(), outcomes: without(outcomes, intent) });
    },
  };
}
