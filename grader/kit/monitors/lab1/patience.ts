/** What must have happened when the world has been kind for long enough. */
import type { Millis, NodeId } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Watcher } from './calls.ts';
import type { Facts } from './state.ts';

/** ms of calm, with both nodes awake, after which a call has been answered. */
export const PATIENCE = 4_000;

export type Demand = {
  readonly since: Millis;
  readonly nodes: readonly NodeId[];
  /** Nothing more is asked. */
  readonly met: () => boolean;
  /** Told if it is not met in time, with the moment from which the world was kind. */
  readonly tell: (since: Millis) => void;
};

export class Patience {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  #open = new Set<Demand>();
  /** One timer at a time for each demand. */
  readonly #waiting = new Set<Demand>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  /** To be told of whatever may make the world kind. */
  readonly watcher: Watcher = {
    calm: () => this.#look(),
    awake: () => this.#look(),
  };

  ask(demand: Demand): void {
    this.#open.add(demand);
    this.#wait(demand);
  }

  #look(): void {
    for (const demand of this.#open) this.#wait(demand);
  }

  /** Since when nothing has stood in the way; undefined if something does now. */
  #kindSince({ since, nodes }: Demand): Millis | undefined {
    const { calmSince } = this.#facts;
    if (calmSince === undefined) return undefined;
    let kind = Math.max(since, calmSince);
    for (const id of nodes) {
      const node = this.#facts.nodes.get(id);
      if (!node.up || node.paused) return undefined;
      kind = Math.max(kind, node.awakeSince);
    }
    return kind;
  }

  #wait(demand: Demand): void {
    if (demand.met()) this.#open.delete(demand);
    else if (!this.#waiting.has(demand)) {
      const since = this.#kindSince(demand);
      if (since === undefined) return;
      const left = since + PATIENCE - this.#context.now();
      // A timer may wake a rounding error too early, so what is nearly over is over.
      if (left < 0.01) return this.#tell(demand, since);
      this.#waiting.add(demand);
      this.#context.after(left, () => {
        this.#waiting.delete(demand);
        this.#wait(demand);
      });
    }
  }

  #tell(demand: Demand, since: Millis): void {
    this.#open.delete(demand);
    demand.tell(since);
  }
}
