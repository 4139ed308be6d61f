import type { Millis } from './env.ts';
import type { Fate } from './fates.ts';
import type { Datagram } from './network.ts';
import { Occasions } from './occasions.ts';
import type { Action, DatagramName, Namer, Script, Step } from './script.ts';
import type { TraceEvent } from './trace.ts';
import type { World } from './world.ts';

/** Writes down what is done to a world, so that the run can be told again without who told it. */
export class Recorder {
  readonly #world: World;
  readonly #occasions: Occasions;
  /** Names of the events that are being told of now: one may cause another. */
  readonly #telling = new Map<TraceEvent, string>();
  readonly #steps: Step[] = [];
  readonly #fates = new Map<DatagramName, Fate>();
  /** Faults that wait for their triggers, and when the others began. */
  readonly #armed = new Set<string>();
  readonly #fired: [string, Millis][] = [];

  /** Made before anything has been done to the world. */
  constructor(world: World, name: Namer) {
    this.#world = world;
    this.#occasions = new Occasions(name);
    world.recorder = this;
    world.network.scribe = {
      decided: (datagram, fate) => this.#decided(datagram, fate),
      released: ({ id }, copy) =>
        this.act({ do: 'release', datagram: this.#occasions.datagram(id), copy }),
    };
  }

  /** An event is about to be told. */
  enter(event: TraceEvent): void {
    this.#telling.set(event, this.#occasions.see(event));
    if (event.type === 'fault' && this.#armed.delete(event.id))
      this.#fired.push([event.id, event.at]);
  }

  leave(event: TraceEvent): void {
    this.#telling.delete(event);
  }

  act(action: Action): void {
    if (action.do === 'plan') for (const { when, id } of action.plan) if (when) this.#armed.add(id);
    const { kernel, telling } = this.#world;
    const at = this.#world.at();
    const on = telling && this.#telling.get(telling);
    if (on === undefined) this.#steps.push({ at, after: kernel.instant, action });
    else this.#steps.push({ at, on, action });
  }

  #decided({ id }: Datagram, fate: Fate): void {
    const name = this.#occasions.datagram(id);
    this.#fates.set(name, { ...this.#fates.get(name), ...fate });
  }

  get script(): Script {
    const { seed, firstDials, disk, limits } = this.#world;
    const fates = [...this.#fates];
    return {
      seed,
      network: firstDials,
      disk,
      limits,
      steps: this.#steps,
      fired: this.#fired,
      fates,
    };
  }
}
