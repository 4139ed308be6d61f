import {
  unreliable,
  reliable,
  type FaultKind,
  type FaultPlan,
  type Intervention,
  type LinkDials,
  type Match,
  type Millis,
  type NodeId,
  type Plain,
  type Trigger,
  type World,
} from '#harness';

/** A fault that goes on until it is ended. */
export type Ongoing = { end(): void };

/** Who makes things go wrong. Verbs come in pairs: what it begins it can end. */
export class Nemesis {
  readonly #world: World;
  #ongoing = new Set<() => void>();
  #interventions = new Set<Intervention>();
  #triggers = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Begins a fault now. */
  begin(fault: FaultKind, lasting: { for?: Millis } = {}): Ongoing {
    const end = this.#world.inject(fault, lasting);
    this.#ongoing.add(end);
    return {
      end: () => {
        this.#ongoing.delete(end);
        end();
      },
    };
  }

  /** Ends the life of a node; it stays down until `end`, or for so many ms. */
  crash(node: NodeId, options: { for?: Millis } = {}): Ongoing {
    return this.begin({ kind: 'crash', node }, options);
  }

  pause(node: NodeId): Ongoing {
    return this.begin({ kind: 'pause', node });
  }

  isolate(node: NodeId): Ongoing {
    return this.begin({ kind: 'isolate', node });
  }

  /** Cuts both directions between two nodes. */
  cut(a: NodeId, b: NodeId): Ongoing {
    return this.begin({ kind: 'halves', groups: [[a], [b]] });
  }

  cutOneWay(from: NodeId, to: NodeId): Ongoing {
    return this.begin({ kind: 'one-way', from: [from], to: [to] });
  }

  /** Does something at a moment that the harness sees. */
  when(trigger: Trigger, fault: FaultKind, lasting: Millis): void {
    this.#world.apply([{ ...fault, id: `t${++this.#triggers}`, when: trigger, for: lasting }]);
  }

  /**
   * Ends a life at the end of its next save, or of the first that brought something about: what it
   * did after that save is never seen.
   */
  crashAtEndOfSave(node: NodeId, lasting: Millis, broughtAbout = (): boolean => true): void {
    let armed = true;
    this.#world.observe((event) => {
      if (!armed || event.type !== 'durable' || event.node !== node || !broughtAbout()) return;
      armed = false;
      this.crash(node, { for: lasting });
    });
  }

  plan(plan: FaultPlan): void {
    this.#world.apply(plan);
  }

  #intervene(intervention: Intervention): Intervention {
    this.#interventions.add(intervention);
    return intervention;
  }

  /** Loses the datagrams that match, all or the first `times`. */
  lose(match: Match): Intervention {
    return this.#intervene(this.#world.intervene({ kind: 'block' }, match));
  }

  /** Keeps the datagrams that match until they are released. */
  hold(match: Match): Intervention {
    return this.#intervene(this.#world.intervene({ kind: 'hold' }, match));
  }

  /** Keeps a copy of each that matches; the datagram itself goes on. */
  holdCopy(match: Match): Intervention {
    return this.#intervene(this.#world.intervene({ kind: 'hold', copy: true }, match));
  }

  delay(match: Match, by: Millis): Intervention {
    return this.#intervene(this.#world.intervene({ kind: 'delay', by }, match));
  }

  /** Puts another message in the place of each that matches; undefined leaves it. */
  tamper(match: Match, change: (message: Plain) => Plain | undefined): Intervention {
    return this.#intervene(this.#world.intervene({ kind: 'tamper', change }, match));
  }

  /** Sends in another's name. */
  forge(from: NodeId, to: NodeId, message: Plain, after: Millis = 1): void {
    this.#world.forge(from, to, message, after);
  }

  /** Sets the dials of all links. */
  dials(dials: Partial<LinkDials>): void {
    this.begin({ kind: 'dials', dials });
  }

  unreliable(): void {
    this.dials(unreliable);
  }

  /** Ends all that it began, but not what a plan has still to do: the world is calm from now on. */
  rest(): void {
    for (const end of [...this.#ongoing].toReversed()) end();
    this.#ongoing.clear();
    for (const one of this.#interventions) {
      one.lift();
      one.release();
    }
    this.#interventions.clear();
    this.#world.dial(reliable);
    this.#world.calm();
  }
}
