import { arrive } from './arrivals.ts';
import { describeBug } from './bug.ts';
import type { Millis, NodeId, Plain } from './env.ts';
import type { Intervention, InterventionKind, Match } from './interventions.ts';
import { invoke } from './invocations.ts';
import { Kernel, type KernelEnd } from './kernel.ts';
import { Network, reliable, type LinkDials, type NetworkHost } from './network.ts';
import { Life, Node, type Boot } from './node.ts';
import { FaultScheduler } from './faults.ts';
import type { FaultKind, FaultPlan } from './plan.ts';
import { u01 } from './random.ts';
import { Storyteller } from './storyteller.ts';
import { Digest, type TraceEvent } from './trace.ts';

const MICROS = 1000;

/** Where a bug is, if it is no place in the program: nobody took a rejection within its event. */
export const UNHANDLED = 'a rejection that nobody handled';

export type DiskDials = {
  /** ms that a save takes, whatever its size. */
  readonly latency: Millis;
  /** Bytes a second. */
  readonly bandwidth: number;
};

export type WorldOptions = {
  /** The whole run is a function of it. */
  readonly seed: string;
  readonly network?: LinkDials;
  readonly disk?: DiskDials;
  /**
   * Events of one instant in the order of scheduling,
   * or in a drawn one; the seed decides unless said.
   */
  readonly order?: 'scheduled' | 'drawn';
  /** Told of every event, in order, as it happens. */
  readonly observers?: readonly ((event: TraceEvent) => void)[];
  /** Told which node's code is about to run: a watchdog must know whom to blame. */
  readonly heartbeat?: {
    named(index: number, id: NodeId): void;
    enter(index: number, at: Millis): void;
  };
  /** Virtual ms and events after which a run is ended. */
  readonly limits?: { readonly time?: Millis; readonly events?: number };
};

export type RunEnd = {
  readonly end: KernelEnd;
  /** What the story threw, or left unhandled, if it did. */
  readonly error?: unknown;
  readonly at: Millis;
  readonly events: number;
  readonly digest: string;
};

/** A life, and the node that leads it. */
export type Running = { readonly node: Node; readonly life: Life };

/**
 * A simulated world: nodes, the network between them,
 * their disks and clocks, and what is done to them.
 */
export class World {
  readonly seed: string;
  readonly kernel = new Kernel();
  readonly digest = new Digest();
  readonly network: Network;
  readonly disk: DiskDials;
  readonly drawnOrder: boolean;
  readonly nodes = new Map<NodeId, Node>();
  /** The node whose code runs now, for blame. */
  current: Running | undefined;
  deliveries = 0;
  calls = 0;
  readonly #faults: FaultScheduler;
  readonly #observers: ((event: TraceEvent) => void)[];
  readonly #limits: { readonly time: Millis; readonly events: number };
  readonly #heartbeat: WorldOptions['heartbeat'];
  readonly #story: Storyteller;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.disk = options.disk ?? { latency: 1, bandwidth: 200e6 };
    this.#heartbeat = options.heartbeat;
    this.#observers = [...(options.observers ?? [])];
    this.#limits = {
      time: options.limits?.time ?? 24 * 3_600_000,
      events: options.limits?.events ?? 2_000_000,
    };
    // In a third of the seeds events of one instant run in order; otherwise their order is drawn.
    this.drawnOrder = options.order
      ? options.order === 'drawn'
      : u01(options.seed, 'order', '', 0) >= 1 / 3;
    const { kernel, seed, drawnOrder, digest } = this;
    const at = () => this.at();
    const emit = (event: TraceEvent) => this.emit(event);
    const arrived: NetworkHost['arrive'] = (datagram, copy) => arrive(this, datagram, copy);
    const host = { kernel, seed, drawnOrder, digest, emit, at, arrive: arrived };
    this.network = new Network(host, options.network ?? reliable);
    this.#faults = new FaultScheduler(this);
    this.#story = new Storyteller(kernel, () => (this.current = undefined));
    kernel.onRejection = (reason) => this.#rejected(reason);
    kernel.afterEvent = () => this.#story.look();
  }

  /** Virtual time. */
  at(): Millis {
    return this.kernel.now / MICROS;
  }

  emit(event: TraceEvent): void {
    for (const observer of this.#observers) observer(event);
  }

  observe(observer: (event: TraceEvent) => void): void {
    this.#observers.push(observer);
  }

  enter(running: Running): void {
    this.current = running;
    this.#heartbeat?.enter(running.node.index, this.at());
  }

  #node(id: NodeId): Node {
    const node = this.nodes.get(id);
    if (!node)
      throw new Error(`this world has no node ${id}; it has ${[...this.nodes.keys()].join(', ')}`);
    return node;
  }

  // ---- Nodes ----

  /** Adds a node that is down. */
  add(id: NodeId, boot: Boot): void {
    if (this.nodes.has(id)) throw new Error(`this world has a node ${id} already`);
    this.#heartbeat?.named(this.nodes.size, id);
    this.nodes.set(id, new Node(this, id, this.nodes.size, boot));
  }

  /**
   * Starts a new life, in an event of its own: what it
   * does in `start` has happened when the event ends.
   */
  start(id: NodeId): void {
    const node = this.#node(id);
    node.wanted = true;
    if (node.life || node.down > 0) return;
    const life = new Life(this, node);
    node.life = life;
    this.emit({ at: this.at(), type: 'start', node: id, life: life.number });
    this.digest.add(node.index ^ (life.number << 8));
    life.processor.begin(() => {
      life.guard('start', () => {
        life.server = node.boot(life.env(), life.handle);
      });
    });
  }

  /** Ends the life that a node leads; nothing of it runs again. */
  crash(id: NodeId): void {
    const node = this.#node(id);
    const { life } = node;
    node.wanted = false;
    if (!life) return;
    const lose = life.processor.crash();
    node.life = undefined;
    this.digest.add(node.index ^ 0xdead);
    this.emit({ at: this.at(), type: 'crash', node: id, life: life.number });
    lose();
  }

  pause(id: NodeId): void {
    const node = this.#node(id);
    if (node.paused++ > 0) return;
    node.life?.processor.pause();
    this.emit({ at: this.at(), type: 'pause', node: id });
  }

  resume(id: NodeId): void {
    const node = this.#node(id);
    if (node.paused === 0 || --node.paused > 0) return;
    node.life?.processor.resume();
    this.emit({ at: this.at(), type: 'resume', node: id });
  }

  /** What a crash at this instant would leave. */
  cells(id: NodeId): { readonly [cell: string]: Plain } {
    return this.#node(id).cells;
  }

  /**
   * Calls a function of what the node's `start` returned, in an event of that node, with copies of
   * the arguments. Resolves with a copy of what it returns or settles with, in an event of the
   * storyteller. Never resolves if the life ends first, or the node is down.
   */
  invoke(id: NodeId, method: string, ...args: readonly unknown[]): Promise<Plain> {
    return invoke(this, this.#story, this.#node(id), method, args);
  }

  // ---- Faults ----

  /** Begins a fault now; the function ends it. */
  inject(fault: FaultKind): () => void {
    return this.#faults.begin(fault);
  }

  /** Schedules all faults of a plan. */
  apply(plan: FaultPlan): void {
    this.#faults.apply(plan);
  }

  intervene(kind: InterventionKind, match: Match = {}): Intervention {
    return this.network.intervene(kind, match);
  }

  // ---- Bugs of nodes ----

  bug(node: Node, life: Life, where: string, error: unknown): void {
    this.emit({
      at: this.at(),
      type: 'bug',
      node: node.id,
      life: life.number,
      where,
      error: describeBug(error),
    });
    this.kernel.stop();
  }

  #rejected(reason: unknown): void {
    const { current } = this;
    if (!current) return this.#story.fail(reason);
    this.bug(current.node, current.life, UNHANDLED, reason);
  }

  /** Ends the run after this event. */
  stop(): void {
    this.kernel.stop();
  }

  // ---- The storyteller ----

  /** Lets virtual time pass, for the storyteller. */
  sleep(ms: Millis): Promise<void> {
    return this.#story.sleep(ms);
  }

  /** Waits until the condition holds after an event; false if it did not within so many ms. */
  until(ready: () => boolean, within: Millis): Promise<boolean> {
    return this.#story.until(ready, within);
  }

  /** Says that from now on nothing is done to the world: calls must be answered. */
  calm(): void {
    this.emit({ at: this.at(), type: 'calm' });
  }

  note(text: string): void {
    this.emit({ at: this.at(), type: 'note', text });
  }

  /**
   * Tells a story to its end. What the story threw is in the result;
   * this rejects only if the harness, or an observer, throws.
   */
  async run(story: () => Promise<void>): Promise<RunEnd> {
    this.#story.tell(story);
    const end = await this.kernel.run({
      until: this.#limits.time * MICROS,
      events: this.#limits.events,
    });
    return {
      end,
      at: this.at(),
      events: this.kernel.events,
      digest: this.digest.toString(),
      ...this.#story.failure,
    };
  }
}
