import type { NodeId, Plain } from './env.ts';
import type { Fate } from './fates.ts';
import type { Datagram } from './network.ts';
import type { Boot } from './node.ts';
import { Occasions } from './occasions.ts';
import type { Action, DatagramName, Namer, Script, Step } from './script.ts';
import type { World } from './world.ts';

const MICROS = 1000;

type Timed = Step & { readonly after: number };
const timed = (step: Step): step is Timed => step.after !== undefined;
const micros = ({ at }: Step): number => Math.round(at * MICROS);

/** Does to a world what a script says, when it says so. */
export class Replayer {
  readonly #world: World;
  readonly #boot: (node: NodeId, role: Plain) => Boot;
  readonly #occasions: Occasions;
  /** Steps in events of their own, in order, and the next of them. */
  readonly #timed: readonly Timed[];
  #next = 0;
  readonly #occasional = new Map<string, Step[]>();
  /** Steps that wait for the first event of a name from some time on. */
  #waiting: readonly Step[];
  readonly #fates: ReadonlyMap<DatagramName, Fate>;
  readonly #held = new Map<DatagramName, Datagram>();

  /** `boot` makes the program of a node from its role. */
  constructor(
    world: World,
    { steps, fates }: Pick<Script, 'steps' | 'fates'>,
    name: Namer,
    boot: (node: NodeId, role: Plain) => Boot,
  ) {
    this.#world = world;
    this.#boot = boot;
    this.#occasions = new Occasions(name);
    this.#fates = new Map(fates);
    this.#timed = steps.filter(timed);
    this.#waiting = steps.filter(({ on }) => on !== undefined && !on.includes('#'));
    for (const step of steps) {
      if (step.on === undefined || !step.on.includes('#')) continue;
      this.#occasional.set(step.on, [...(this.#occasional.get(step.on) ?? []), step]);
    }
    world.network.fateOf = (datagram) => this.#fateOf(datagram);
    world.observe((event) => {
      const occasion = this.#occasions.see(event);
      for (const { action } of this.#occasional.get(occasion) ?? []) this.#do(action);
      if (this.#waiting.length > 0) this.#come(occasion.slice(0, occasion.lastIndexOf(' #')));
    });
    world.kernel.afterEvent = () => this.#look();
    for (const at of new Set(this.#timed.map(micros)))
      world.kernel.aside(at, () => (this.#look(), false), true);
  }

  #fateOf(datagram: Datagram): Fate | undefined {
    const name = this.#occasions.datagram(datagram.id);
    const fate = this.#fates.get(name);
    if (fate?.held) this.#held.set(name, datagram);
    return fate;
  }

  /** Does what is due: after as many events of this microsecond, or when it has no more. */
  #look(): void {
    const { kernel } = this.#world;
    for (;;) {
      const step = this.#timed[this.#next];
      if (!step || micros(step) > kernel.now) return;
      const early = micros(step) === kernel.now && kernel.instant < step.after;
      if (early && kernel.next === kernel.now) return;
      this.#next++;
      this.#world.current = undefined;
      this.#do(step.action);
    }
  }

  /** An event of this name: whoever waited for it acts. */
  #come(name: string): void {
    const now = this.#world.kernel.now;
    const due = this.#waiting.filter((step) => step.on === name && micros(step) <= now);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((step) => !due.includes(step));
    for (const { action } of due) this.#do(action);
  }

  #do(action: Action): void {
    const world = this.#world;
    switch (action.do) {
      case 'add':
        return world.add(action.node, this.#boot(action.node, action.role), action.role);
      case 'start':
        return world.start(action.node);
      case 'invoke':
        return void world.invoke(action.node, action.method, ...action.args);
      case 'begin':
        return void world.inject(action.fault, action);
      case 'end':
        return world.end(action.id);
      case 'plan':
        return world.apply(action.plan);
      case 'dials':
        return world.dial(action.dials);
      case 'forge':
        return world.forge(action.from, action.to, action.message, action.after);
      case 'release':
        return this.#release(action.datagram, action.copy);
      case 'calm':
        return world.calm();
      case 'note':
        return world.note(action.text);
      case 'finish':
        return world.finish();
    }
  }

  #release(name: DatagramName, copy: number): void {
    const datagram = this.#held.get(name);
    this.#held.delete(name);
    if (datagram) this.#world.network.release(datagram, copy);
  }
}
