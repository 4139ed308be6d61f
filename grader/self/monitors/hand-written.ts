/** A hand-written run: says what happens at which time, and listens to what the monitors tell. */
import type { Millis, NodeId, Plain, TraceEvent } from '#harness';
import {
  settled,
  type Monitor,
  type MonitorFactory,
  type Tell,
  type Violation,
} from '../../kit/monitor.ts';

/** An event without its time. */
type Untimed = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'at'> : never) : never;

export class HandWritten {
  now: Millis = 0;
  readonly violations: Violation[] = [];
  readonly #monitors: readonly Monitor[];
  readonly #lives = new Map<NodeId, number>();
  #timers: { readonly at: Millis; readonly check: () => void }[] = [];
  #count = 0;

  constructor(factories: readonly MonitorFactory[], options: { readonly [name: string]: Plain }) {
    const context = {
      tell: (...[rule, node, text, proof]: Parameters<Tell>) =>
        void this.violations.push({ rule, node, at: this.now, text, proof: proof.map(settled) }),
      now: () => this.now,
      after: (ms: Millis, check: () => void) =>
        void this.#timers.push({ at: this.now + ms, check }),
      options,
    };
    this.#monitors = factories.map((one) => one.create(context));
  }

  /** A number that nothing else in this run has. */
  protected next(): number {
    return this.#count++;
  }

  emit(event: Untimed): this {
    for (const monitor of this.#monitors) monitor.observe({ at: this.now, ...event } as TraceEvent);
    return this;
  }

  at(time: Millis): this {
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > time) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.now = Math.max(this.now, next.at);
      next.check();
    }
    this.now = time;
    return this;
  }

  /** The story has been told. */
  protected finish(): void {
    for (const monitor of this.#monitors) monitor.finish?.();
  }

  // ---- The world ----

  life(node: NodeId): number {
    return this.#lives.get(node) ?? 0;
  }

  start(node: NodeId): this {
    this.#lives.set(node, this.life(node) + 1);
    return this.emit({ type: 'start', node, life: this.life(node) });
  }

  crash(node: NodeId): this {
    return this.emit({ type: 'crash', node, life: this.life(node) });
  }

  calm(): this {
    return this.emit({ type: 'calm' });
  }

  probe(node: NodeId, name: string, data: Plain): this {
    return this.emit({ type: 'probe', node, life: this.life(node), name, data });
  }

  /** Begins a save and makes it durable, one millisecond later. */
  save(node: NodeId, cells: { readonly [cell: string]: Plain }): this {
    const event = { node, life: this.life(node), save: 0, cells };
    this.emit({ type: 'save', ...event, bytes: 0 });
    this.now += 1;
    return this.emit({ type: 'durable', ...event });
  }
}
