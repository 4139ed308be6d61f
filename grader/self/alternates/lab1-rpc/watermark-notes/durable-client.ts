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

/** What is on the disk, and the ways in which it changes: each is one save. */
function openMemory(env: ClientEnv) {
  const blank: Memory = { name: randomName(env), numbers: 0, promised: {}, outcomes: {} };
  const memory = (): Memory => (env.disk.load('memory') as Memory | undefined) ?? blank;
  const save = (change: Partial<Memory>): void =>
    env.disk.save({ memory: { ...memory(), ...change } });
  const promisedAs = (intent: string): Promised | undefined =>
    Object.hasOwn(memory().promised, intent) ? memory().promised[intent] : undefined;
  const outcomeOf = (intent: string): Result | undefined =>
    Object.hasOwn(memory().outcomes, intent) ? memory().outcomes[intent] : undefined;

  return {
    memory,
    promisedAs,
    outcomeOf,
    /** Below it, every outcome is on our disk. */
    floor(): number {
      const { numbers, promised } = memory();
      return Math.min(numbers + 1, ...Object.values(promised).map((one) => one.number));
    },
    promise(intent: string, one: Promised): void {
      save({ numbers: one.number, promised: { ...memory().promised, [intent]: one } });
    },
    keep(intent: string, outcome: Result): void {
      const { promised, outcomes } = memory();
      const wanted = !promisedAs(intent)?.forgotten;
      const next = wanted ? { ...outcomes, [intent]: outcome } : outcomes;
      save({ promised: without(promised, intent), outcomes: next });
    },
    drop(intent: string): void {
      const { promised, outcomes } = memory();
      const one = promisedAs(intent);
      if (one) save({ promised: { ...promised, [intent]: { ...one, forgotten: true } } });
      else save({ outcomes: without(outcomes, intent) });
    },
  };
}

export function createDurableClient(env: ClientEnv): DurableClient {
  const disk = openMemory(env);
  const { name } = disk.memory();
  const pursue = pursuer(env, name);
  const listeners = new Map<string, Deferred<Result>>();

  function fulfil(intent: string, { number, to, method, args }: Promised): void {
    env.spawn('fulfil', async () => {
      const outcome = await pursue(number, to, method, args).answer;
      disk.keep(intent, outcome);
      listeners.get(intent)?.resolve(outcome);
      listeners.delete(intent);
      tellFloor(env, to, name, disk.floor());
    });
  }

  for (const [intent, one] of Object.entries(disk.memory().promised)) fulfil(intent, one);

  return {
    intend(intent, to, method, args) {
      if (disk.promisedAs(intent) || disk.outcomeOf(intent)) return;
      const one = { number: disk.memory().numbers + 1, to, method, args };
      disk.promise(intent, one);
      fulfil(intent, one);
    },
    async outcome(intent) {
      const known = disk.outcomeOf(intent);
      if (known) return known;
      const listener = listeners.get(intent) ?? deferred<Result>();
      listeners.set(intent, listener);
      return listener.promise;
    },
    forget: (intent) => disk.drop(intent),
  };
}
