import { arrive } from './arrivals.ts';
import { describeBug, UNHANDLED } from './bug.ts';
import type { Millis, NodeId, Plain } from './env.ts';
import type { Intervention, InterventionKind, Match } from './interventions.ts';
import { invoke } from './invocations.ts';
import { Kernel } from './kernel.ts';
import { Network, reliable, type LinkDials, type NetworkHost } from './network.ts';
import { crash, lead } from './lives.ts';
import { Node, type Boot, type Life } from './node.ts';
import { OpenCalls } from './open-calls.ts';
import { FaultScheduler } from './faults.ts';
import type { FaultKind, FaultPlan } from './plan.ts';
import { plain } from './plain.ts';
import { u01 } from './random.ts';
import type { Recorder } from './recorder.ts';
import { Storyteller } from './storyteller.ts';
import { Digest, type TraceEvent } from './trace.ts';
import type { DiskDials, RunEnd, WorldOptions } from './world-options.ts';

const MICROS = 1000;

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
  readonly openCalls = new OpenCalls();
  /** What nodes have begun to do to it, and not ended. Between two events, nothing. */
  unfinished = 0;
  readonly #faults: FaultScheduler;
  readonly #observers: ((event: TraceEvent) => void)[];
  readonly limits: { readonly time: Millis; readonly events: number };
  /** The network's dials before anybody turned them. */
  readonly firstDials: LinkDials;
  /** Told what is done to this world from outside, where the run is recorded. */
  recorder: Recorder | undefined;
  /** The event that observers are being told of now. */
  telling: TraceEvent | undefined;
  readonly #heartbeat: WorldOptions['heartbeat'];
  readonly #story: Storyteller;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    this.disk = options.disk ?? { latency: 1, bandwidth: 200e6 };
    this.#heartbeat = options.heartbeat;
    this.#heartbeat?.begin();
    this.#observers = [...(options.observers ?? [])];
    this.limits = {
      time: options.limits?.time ?? 24 * 3_600_000,
      events: options.limits?.events ?? 2_000_000,
    };
    // In a third of the seeds events of one instant run in order; otherwise their order is drawn.
    this.drawnOrder = options.order
      ? options.order === 'drawn'
      : u01(options.seed, 'order', '', 0) >= 1 / 3;
    const { kernel, seed, drawnOrder, digest } = this;
    const host: NetworkHost = {
      kernel,
      seed,
      drawnOrder,
      digest,
      at: () => this.at(),
      emit: (event) => this.emit(event),
      arrive: (datagram, copy) => arrive(this, datagram, copy),
    };
    this.firstDials = options.network ?? reliable;
    this.network = new Network(host, this.firstDials);
    this.#faults = new FaultScheduler(this);
    this.#story = new Storyteller(kernel, {
      enter: () => (this.current = undefined),
      told: () => this.finish(),
    });
    kernel.onRejection = (reason) => this.#rejected(reason);
    kernel.afterEvent = () => {
      if (this.unfinished > 0) this.current?.life.breaksOff();
      this.#story.look();
    };
  }

  /** Virtual time. */
  at(): Millis {
    return this.kernel.now / MICROS;
  }

  emit(event: TraceEvent): void {
    const outer = this.telling;
    this.telling = event;
    this.recorder?.enter(event);
    for (const observer of this.#observers) observer(event);
    this.recorder?.leave(event);
    this.telling = outer;
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

  /** Adds a node that is down; its boot is made from its role, where a run is told again. */
  add(id: NodeId, boot: Boot, role: Plain = null): void {
    this.recorder?.act({ do: 'add', node: id, role });
    if (this.nodes.has(id)) throw new Error(`this world has a node ${id} already`);
    this.#heartbeat?.named(this.nodes.size, id);
    this.nodes.set(id, new Node(this, id, this.nodes.size, boot));
  }

  /**
   * Starts a new life, in an event of its own: what it
   * does in `start` has happened when the event ends.
   */
  start(id: NodeId): void {
    this.recorder?.act({ do: 'start', node: id });
    this.lead(id);
  }

  /** Starts a new life, for whoever is not the storyteller. */
  lead(id: NodeId): void {
    lead(this, this.#node(id));
  }

  /** Ends the life that a node leads; nothing of it runs again. */
  crash(id: NodeId): void {
    crash(this, this.#node(id));
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
    const copies = args.map((arg, i) => plain(arg, `${method}[${i}]`));
    this.recorder?.act({ do: 'invoke', node: id, method, args: copies });
    return invoke(this, this.#story, this.#node(id), method, copies);
  }

  // ---- Faults ----

  /** Begins a fault now, which ends after `for` ms, if that is said; the function ends it. */
  inject(fault: FaultKind, options: { readonly id?: string; readonly for?: Millis } = {}) {
    const id = options.id ?? this.#faults.nextId();
    const lasting = options.for === undefined ? {} : { for: options.for };
    this.recorder?.act({ do: 'begin', id, fault, ...lasting });
    this.#faults.begin(fault, id, options.for);
    return (): void => this.end(id);
  }

  /** Ends a fault that was begun under this name, once. */
  end(id: string): void {
    this.recorder?.act({ do: 'end', id });
    this.#faults.end(id);
  }

  /** Schedules all faults of a plan. */
  apply(plan: FaultPlan): void {
    this.recorder?.act({ do: 'plan', plan });
    this.#faults.apply(plan);
  }

  /** What it does is recorded with each datagram that it takes. */
  intervene(kind: InterventionKind, match: Match = {}): Intervention {
    return this.network.intervene(kind, match, 'story');
  }

  /** Sets the dials of all links that have none of their own. */
  dial(dials: LinkDials): void {
    this.recorder?.act({ do: 'dials', dials });
    this.network.dials = { ...dials };
  }

  /** Somebody in the middle sends in another's name. */
  forge(from: NodeId, to: NodeId, message: Plain, after: Millis): void {
    this.recorder?.act({ do: 'forge', from, to, message, after });
    this.network.forge(from, to, message, after);
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
    this.recorder?.act({ do: 'calm' });
    this.emit({ at: this.at(), type: 'calm' });
  }

  note(text: string): void {
    this.recorder?.act({ do: 'note', text });
    this.emit({ at: this.at(), type: 'note', text });
  }

  /** The story has been told: the run ends after this event. */
  finish(): void {
    this.recorder?.act({ do: 'finish' });
    this.kernel.finish();
  }

  /**
   * Tells a story to its end. What the story threw is in the result;
   * this rejects only if the harness, or an observer, throws.
   */
  run(story: () => Promise<void>): Promise<RunEnd> {
    this.#story.tell(story);
    return this.play();
  }

  /** Runs what has been scheduled to its end. */
  async play(): Promise<RunEnd> {
    const end = await this.kernel.run({
      until: Math.round(this.limits.time * MICROS),
      events: this.limits.events,
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
