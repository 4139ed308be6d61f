import { sequence, type EventOf, type Millis, type TraceEvent, type World } from '#harness';
import { Nemesis } from './nemesis.ts';

/** Draws for the storyteller: which latencies, how many, in which order. */
export type Dice = {
  u(): number;
  between(low: number, high: number): number;
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  chance(part: number): boolean;
};

export function diceOf(seed: string): Dice {
  const u = sequence(seed, 'story');
  const integer = (low: number, high: number) => low + Math.floor(u() * (high - low + 1));
  return {
    u,
    integer,
    between: (low, high) => low + u() * (high - low),
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    shuffled: (items) => {
      const rest = [...items];
      return items.flatMap(() => rest.splice(integer(0, rest.length - 1), 1));
    },
    chance: (part) => u() < part,
  };
}

/** What every scenario can do: let time pass, harm the world, look on, and bear witness. */
export class Story {
  readonly world: World;
  readonly nemesis: Nemesis;
  readonly dice: Dice;
  readonly witnessed = new Set<string>();
  readonly #witnesses: Readonly<Record<string, string>>;

  constructor(world: World, witnesses: Readonly<Record<string, string>>) {
    this.world = world;
    this.nemesis = new Nemesis(world);
    this.dice = diceOf(world.seed);
    this.#witnesses = witnesses;
  }

  get seed(): string {
    return this.world.seed;
  }

  now(): Millis {
    return this.world.at();
  }

  sleep(ms: Millis): Promise<void> {
    return this.world.sleep(ms);
  }

  /** Waits for a condition; false if it did not come within so many ms. */
  until(ready: () => boolean, within: Millis = 60_000): Promise<boolean> {
    return this.world.until(ready, within);
  }

  note(text: string): void {
    this.world.note(text);
  }

  /** Says that what a witness stands for has happened. */
  witness(name: string, ...[happened = true]: [] | [happened: boolean]): void {
    if (!Object.hasOwn(this.#witnesses, name))
      throw new Error(`the scenario declares no witness "${name}"`);
    if (happened) this.witnessed.add(name);
  }

  /** Looks at all events of a type, from now on. */
  on<T extends TraceEvent['type']>(type: T, look: (event: EventOf<T>) => void): void {
    this.world.observe((event) => {
      if (event.type === type) look(event as EventOf<T>);
    });
  }
}
