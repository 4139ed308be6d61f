import { Clock } from './clock.ts';
import { deferred } from './deferred.ts';
import type { Disk, Env, Millis, Net, NodeId, Plain } from './env.ts';
import { NotPlainError } from './not-plain.ts';
import { afterwards } from './afterwards.ts';
import { Processor } from './processor.ts';
import { pack, plain, type Packed } from './plain.ts';
import { Stream } from './random.ts';
import { createRpc } from './rpc.ts';
import type { Cells } from './trace.ts';
import type { World } from './world.ts';

/** What a scenario may call on a node: the functions that the lab's `start` returned. */
export type Server = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Evaluates a node's program afresh, and starts it. Called once a life, synchronously. */
export type Boot = (env: Env<never, never>, life: LifeHandle) => Server;

/**
 * What the given code of a lab, and the loader, may say of a life. Nothing of it reaches a student.
 */
export type LifeHandle = {
  readonly node: NodeId;
  readonly life: number;
  /** Told when what was saved before is durable: like all that a node does after a save. */
  probe(name: string, data: unknown): void;
  print(text: string): void;
};

const MICROS = 1000;

/** A node: its name, its disk, and the life that it leads now. */
export class Node {
  readonly id: NodeId;
  readonly index: number;
  readonly boot: Boot;
  /** What would survive a crash at this instant. */
  cells: { [cell: string]: Plain } = {};
  lives = 0;
  life: Life | undefined;
  /**
   * Whether the story wants it up: when the last fault that keeps it down ends, it starts again.
   */
  wanted = false;
  /** Faults that keep it down, or paused: each ends only its own. */
  down = 0;
  paused = 0;
  /** Factors by faults that are in force. */
  slowDisk: number[] = [];
  slowNode: number[] = [];
  rates: number[] = [];
  timers = 0;
  draws = 0;
  saves = 0;
  readonly streams: { readonly random: Stream; readonly tie: Stream; readonly torn: Stream };

  constructor(world: World, id: NodeId, index: number, boot: Boot) {
    this.id = id;
    this.index = index;
    this.boot = boot;
    const stream = (name: string) => new Stream(world.seed, name, id);
    this.streams = { random: stream('random'), tie: stream('timer-tie'), torn: stream('torn') };
  }
}

export const product = (factors: readonly number[]): number =>
  factors.reduce((all, one) => all * one, 1);

type PackedCells = readonly (readonly [cell: string, packed: Packed | undefined])[];

/**
 * What a save was given, checked whole before any of it is believed. A dropped cell is undefined.
 */
function packCells(cells: object): PackedCells {
  if (typeof cells !== 'object' || cells === null)
    throw new TypeError('env.disk.save wants an object of cells');
  return Object.entries(Object.getOwnPropertyDescriptors(cells)).map(([cell, field]) => {
    if (!('value' in field)) throw new NotPlainError(`cell ${cell}`, 'a getter');
    return [cell, field.value === undefined ? undefined : pack(field.value, `cell ${cell}`)];
  });
}

/** One life of a node: its processor, its clock, and the Env that its program sees. */
export class Life {
  readonly number: number;
  readonly processor: Processor;
  readonly clock: Clock;
  receivers: ((message: unknown, from: NodeId) => void)[] = [];
  server: Server | undefined;
  readonly #world: World;
  readonly #node: Node;
  /** The cells as this life sees them: what it saved, durable or not yet. */
  readonly #view: { [cell: string]: Plain };

  constructor(world: World, node: Node) {
    this.#world = world;
    this.#node = node;
    this.number = ++node.lives;
    const running = { node, life: this };
    this.processor = new Processor(world.kernel, node.paused > 0, () => world.enter(running));
    this.clock = new Clock(world.kernel.now, product(node.rates));
    this.#view = { ...node.cells };
  }

  get handle(): LifeHandle {
    const { id } = this.#node;
    return Object.freeze({
      node: id,
      life: this.number,
      probe: (name: string, data: unknown) => {
        const copy = plain(data, name);
        if (!this.processor.alive) return;
        const event = { type: 'probe' as const, node: id, life: this.number, name, data: copy };
        this.#effect(() => this.#world.emit({ ...event, at: this.#world.at() }));
      },
      print: (text: string) => this.#effect(() => this.#say(text)),
    });
  }

  /** Does something to the world: all of it, or the world knows that it broke off. */
  #whole(act: () => void): void {
    this.#world.unfinished++;
    act();
    this.#world.unfinished--;
  }

  /**
   * This life asked something of its Env with so little stack left that it could not be done, and
   * took no notice. Monitors may have seen half of it: the run ends here.
   */
  breaksOff(): void {
    const text =
      'there was too little stack left to do what was asked: does something call itself?';
    this.#world.unfinished = 0;
    this.#blame('its Env', new RangeError(text));
  }

  #effect(perform: () => void): void {
    this.#whole(() => this.processor.effect(perform));
  }

  #say(text: string, details?: Plain): void {
    const event = { type: 'say' as const, node: this.#node.id, life: this.number, text };
    const at = this.#world.at();
    this.#world.emit(details === undefined ? { ...event, at } : { ...event, at, details });
  }

  /** Runs foreign code; a throw, or a rejection of what it returns, is a bug of this node. */
  guard(where: string, body: () => unknown): void {
    try {
      const result = body();
      if (result instanceof Promise)
        afterwards(result, () => {}).catch((error: unknown) => this.#blame(where, error));
    } catch (error) {
      this.#blame(where, error);
    }
  }

  #blame(where: string, error: unknown): void {
    this.#world.bug(this.#node, this, where, error);
  }

  #sleep(ms: Millis): Promise<void> {
    const { promise, resolve } = deferred<void>();
    this.#later(ms, resolve);
    return promise;
  }

  #later(ms: Millis, act: () => void): void {
    if (typeof ms !== 'number' || !(ms >= 0))
      throw new RangeError(`env.sleep wants a number of milliseconds, not ${String(ms)}`);
    const node = this.#node;
    const n = node.timers++;
    // However short, a sleep takes time: who sleeps what
    // is left until a moment comes past it in the end.
    const shortest = ms > 0 ? 1 : 0;
    const rounded = Math.max(shortest, Math.round(this.clock.duration(ms * MICROS)));
    const duration = Math.min(rounded, Number.MAX_SAFE_INTEGER / 4);
    this.#world.digest.add(duration ^ (node.index << 20) ^ 1);
    const tie = this.#world.drawnOrder ? node.streams.tie.bits(n) : 0;
    this.#whole(() => this.processor.schedule(this.processor.horizon + duration, tie, act));
  }

  #work(ms: Millis): Promise<void> {
    if (typeof ms !== 'number' || !(ms >= 0))
      throw new RangeError(`env.work wants a number of milliseconds, not ${String(ms)}`);
    const { promise, resolve } = deferred<void>();
    const duration = Math.round(ms * MICROS * product(this.#node.slowNode));
    this.#whole(() => this.processor.work(duration, resolve));
    return promise;
  }

  #save(entries: PackedCells): void {
    const node = this.#node;
    const world = this.#world;
    const after: { [cell: string]: Plain } = {};
    let bytes = 0;
    for (const [cell, packed] of entries) {
      after[cell] = packed?.value ?? null;
      bytes += packed?.bytes ?? 0;
      world.digest.add((packed?.hash ?? 9) ^ node.index);
      if (packed) this.#view[cell] = packed.value;
      else delete this.#view[cell];
    }
    const event = {
      node: node.id,
      life: this.number,
      save: node.saves++,
      cells: Object.freeze(after),
    };
    const commit = (): void => {
      for (const [cell, packed] of entries) {
        if (packed) node.cells[cell] = packed.value;
        else delete node.cells[cell];
      }
    };
    // Told when the disk begins with it: a save waits for what this life did before.
    this.processor.effect(() => world.emit({ ...event, at: world.at(), type: 'save', bytes }));
    const { latency, bandwidth } = world.disk;
    const duration = (latency * MICROS + (bytes / bandwidth) * 1e6) * product(node.slowDisk);
    this.processor.save(
      Math.round(duration),
      () => {
        commit();
        world.emit({ ...event, at: world.at(), type: 'durable' });
      },
      () => {
        const kept = node.streams.torn.u01(event.save) < 0.5;
        if (kept) commit();
        world.emit({ ...event, at: world.at(), type: 'torn', kept });
      },
    );
  }

  #net(): Net {
    const world = this.#world;
    return Object.freeze({
      send: (to: NodeId, message: unknown): void => {
        if (typeof to !== 'string')
          throw new TypeError(`env.net.send wants the name of a node, not ${typeof to}`);
        const packed = world.network.check(message);
        this.#effect(() => world.network.send(this.#node.id, this.number, to, packed));
      },
      receive: (receiver: (message: unknown, from: NodeId) => void): void => {
        if (typeof receiver !== 'function') throw new TypeError('env.net.receive wants a function');
        this.receivers.push(receiver);
      },
    });
  }

  #disk(): Disk<Cells> {
    return Object.freeze({
      load: (cell: string) => (Object.hasOwn(this.#view, cell) ? this.#view[cell] : undefined),
      save: (cells: object) => {
        const entries = packCells(cells);
        this.#whole(() => this.#save(entries));
      },
    });
  }

  /** The Env of this life: frozen, for it is handed to code that must not share anything. */
  env(): Env<never, never> {
    const node = this.#node;
    const world = this.#world;
    const net = this.#net();
    const rpc = createRpc({
      net,
      later: (ms, act) => this.#later(ms, act),
      guard: (where, body) => this.guard(where, body),
      nextCall: () => world.calls++,
      opened: (call) => world.openCalls.open(call, this),
      closed: (call) => world.openCalls.close(call),
      delivery: () => world.deliveries - 1,
      unhandled: (method, from) =>
        this.#effect(() => this.#say(`no handler takes ${method} from ${from}`)),
    });
    return Object.freeze({
      id: node.id,
      now: (): Millis => Math.round(this.clock.read(this.processor.horizon)) / MICROS,
      sleep: (ms: Millis) => this.#sleep(ms),
      random: (): number => {
        world.digest.add(node.index ^ 0x5bd1);
        return node.streams.random.u01(node.draws++);
      },
      spawn: (name: string, task: () => Promise<void>): void =>
        this.guard(`task ${String(name).slice(0, 100)}`, task),
      trace: (event: string, details?: object): void => {
        const copy = details === undefined ? undefined : plain(details, 'details');
        // Made of whatever it is now, in the hands of who says it.
        const text = String(event);
        this.#effect(() => this.#say(text, copy));
      },
      work: (ms: Millis) => this.#work(ms),
      net,
      rpc,
      disk: this.#disk(),
    }) as unknown as Env<never, never>;
  }
}
