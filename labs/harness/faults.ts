import type { Millis, NodeId } from './env.ts';
import {
  cutsOf,
  describeFault,
  fits,
  nodesOf,
  type Fault,
  type FaultKind,
  type FaultPlan,
} from './plan.ts';
import type { LinkDials } from './network.ts';
import { product } from './node.ts';
import type { World } from './world.ts';

const MICROS = 1000;

/** Does to the world what a plan says. */
export class FaultScheduler {
  readonly #world: World;
  readonly #armed: { readonly fault: Fault; seen: number }[] = [];
  #watching = false;
  #scripted = 0;
  /** How to end each fault that is in force. */
  readonly #ongoing = new Map<string, () => void>();
  /** The network's dials, and what the faults in force make of them. */
  #dialsBefore: LinkDials | undefined;
  readonly #turned: Partial<LinkDials>[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** A name for a fault of a script. */
  nextId(): string {
    return `s${++this.#scripted}`;
  }

  /** Begins a fault now, until it is ended, or for so many ms. */
  begin(fault: FaultKind, id: string, lasting?: Millis): void {
    const { kernel } = this.#world;
    const tell = (phase: 'begin' | 'end'): void =>
      this.#world.emit({
        at: this.#world.at(),
        type: 'fault',
        id,
        text: describeFault(fault),
        phase,
        nodes: nodesOf(fault),
        ...(fault.kind === 'skew' && { rate: fault.rate }),
      });
    tell('begin');
    const end = this.#perform(fault);
    this.#ongoing.set(id, () => {
      tell('end');
      end();
    });
    if (lasting === undefined) return;
    kernel.schedule(kernel.now + Math.round(lasting * MICROS), 0, () => {
      this.end(id);
      return false;
    });
  }

  /** Ends a fault, once. */
  end(id: string): void {
    const end = this.#ongoing.get(id);
    this.#ongoing.delete(id);
    end?.();
  }

  apply(plan: FaultPlan): void {
    const { kernel } = this.#world;
    for (const fault of plan) {
      if (fault.when) this.#arm(fault);
      else kernel.schedule(Math.round(fault.at * MICROS), 0, () => this.#play(fault));
    }
  }

  #play(fault: Fault): boolean {
    this.begin(fault, fault.id, fault.for);
    return false;
  }

  #arm(fault: Fault): void {
    this.#armed.push({ fault, seen: 0 });
    if (this.#watching) return;
    this.#watching = true;
    const { kernel } = this.#world;
    this.#world.observe((event) => {
      for (const one of this.#armed) {
        const { when } = one.fault;
        if (!when || !fits(when, event) || ++one.seen !== when.nth) continue;
        kernel.schedule(kernel.now + Math.round((when.after ?? 0) * MICROS), 0, () =>
          this.#play(one.fault),
        );
      }
    });
  }

  #perform(fault: FaultKind): () => void {
    const world = this.#world;
    switch (fault.kind) {
      case 'crash':
        return this.#crash(fault.node);
      case 'pause':
        world.pause(fault.node);
        return () => world.resume(fault.node);
      case 'slow-disk':
        return push(world.nodes.get(fault.node)?.slowDisk, fault.factor);
      case 'slow-node':
        return push(world.nodes.get(fault.node)?.slowNode, fault.factor);
      case 'skew':
        return this.#skew(fault.node, fault.rate);
      case 'block': {
        const block = world.network.intervene({ kind: 'block' }, fault.match, 'fault');
        return () => block.lift();
      }
      case 'delay': {
        const { from, to, number, by } = fault;
        const one = world.network.intervene({ kind: 'delay', by }, { from, to, number }, 'fault');
        return () => one.lift();
      }
      case 'dials':
        return this.#dials(fault.dials);
      default:
        return this.#cut(fault);
    }
  }

  #crash(node: NodeId): () => void {
    const one = this.#world.nodes.get(node);
    if (!one) return () => {};
    const { wanted } = one;
    this.#world.crash(node);
    one.wanted = wanted;
    one.down++;
    return () => {
      one.down--;
      if (one.wanted) this.#world.lead(node);
    };
  }

  #skew(id: NodeId, rate: number): () => void {
    const node = this.#world.nodes.get(id);
    const { kernel } = this.#world;
    if (!node) return () => {};
    const end = push(node.rates, rate);
    const turn = () => node.life?.clock.skew(kernel.now, product(node.rates));
    turn();
    return () => {
      end();
      turn();
    };
  }

  #dials(dials: Partial<LinkDials>): () => void {
    const { network } = this.#world;
    const before = (this.#dialsBefore ??= network.dials);
    const turn = (): void => {
      network.dials = Object.assign({ ...before }, ...this.#turned) as LinkDials;
      if (this.#turned.length === 0) this.#dialsBefore = undefined;
    };
    const end = push(this.#turned, dials);
    turn();
    return () => {
      end();
      turn();
    };
  }

  #cut(fault: FaultKind): () => void {
    const { network, nodes } = this.#world;
    const cuts = cutsOf(fault, [...nodes.keys()]);
    for (const [from, to] of cuts) network.cut(from, to);
    return () => {
      for (const [from, to] of cuts) network.heal(from, to);
    };
  }
}

/** Adds what a fault puts in force; the function takes it away again. */
function push<T>(inForce: T[] | undefined, one: T): () => void {
  inForce?.push(one);
  return () => {
    const i = inForce?.indexOf(one) ?? -1;
    if (i >= 0) inForce?.splice(i, 1);
  };
}
