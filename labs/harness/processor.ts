import type { Kernel } from './kernel.ts';

/** Something that a life did and that becomes visible at `at`, in the order of the program. */
type Effect = {
  readonly at: number;
  readonly perform: () => void;
  /** If this is a save: when the disk begins with it, and what a crash in the middle of it does. */
  readonly save?: { readonly from: number; readonly torn: () => void };
};

/** An event that waits; `lose` is told if the life ends before it has run. */
type Waiting = { readonly run: () => void; readonly lose: (() => void) | undefined };

/**
 * One life of a node: runs its events one at a time. While it is busy (saving, working) or paused,
 * its events wait, in the order in which they came, and what it did after it became busy has not
 * happened. What waited for its work is its next step, and comes before them.
 */
export class Processor {
  /** Local work is done up to here, in µs; later than the kernel's time while the node is busy. */
  busyUntil = 0;
  #alive = true;
  /** Since when it stands still, in µs, if it does. */
  #pausedAt: number | undefined;
  readonly #kernel: Kernel;
  readonly #enter: () => void;
  #backlog: Effect[] = [];
  #steps: (() => void)[] = [];
  #waiting: Waiting[] = [];
  #next = 0;

  /** `enter` is told that code of this life is about to run. */
  constructor(kernel: Kernel, paused: boolean, enter: () => void) {
    this.#kernel = kernel;
    this.#pausedAt = paused ? kernel.now : undefined;
    this.#enter = enter;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The end of what this life has begun, or now. */
  get horizon(): number {
    return this.busyUntil > this.#kernel.now ? this.busyUntil : this.#kernel.now;
  }

  /** Schedules an event of this life. It does not run if the life has ended by then. */
  schedule(at: number, tie: number, event: () => void): void {
    this.#kernel.schedule(at, tie, () => this.take(event));
  }

  /** The first event of the life: whatever else comes in this instant comes after it. */
  begin(event: () => void): void {
    this.#waiting.push({ run: event, lose: undefined });
    this.#kernel.schedule(this.#kernel.now, 0, () => this.#flush());
  }

  /** Whether an event that comes now must wait. */
  get #engaged(): boolean {
    return (
      this.#pausedAt !== undefined ||
      this.busyUntil > this.#kernel.now ||
      // At the very instant at which a save ends, what was done after it comes before other events.
      this.#backlog.length > 0 ||
      this.#steps.length > 0 ||
      this.#next < this.#waiting.length
    );
  }

  /**
   * Runs an event now, or when the node has time for it. Returns true if it ran. `lose` is told if
   * it waits and the life ends first.
   */
  take(event: () => void, lose?: () => void): boolean {
    if (!this.#alive) return false;
    if (this.#engaged) {
      this.#waiting.push({ run: event, lose });
      return false;
    }
    this.#enter();
    event();
    return true;
  }

  /** Occupies the processor or the disk for so many µs, from the end of what occupies it now. */
  #occupy(duration: number): void {
    this.busyUntil = this.horizon + duration;
    this.#kernel.schedule(this.busyUntil, 0, () => this.#flush());
  }

  /** Occupies the node with work; `step` is what the program does next. */
  work(duration: number, step: () => void): void {
    if (!this.#alive) return;
    this.#occupy(duration);
    this.#steps.push(step);
  }

  /** Occupies the node with a save: `done` when it is durable, `torn` if a crash comes first. */
  save(duration: number, done: () => void, torn: () => void): void {
    if (!this.#alive) return;
    const from = this.horizon;
    this.#occupy(duration);
    this.#backlog.push({ at: this.busyUntil, perform: done, save: { from, torn } });
  }

  /**
   * Takes effect at the end of all that this life has begun,
   * now if that is nothing; never, if a crash comes first.
   */
  effect(perform: () => void): void {
    if (!this.#alive) return;
    if (this.#backlog.length === 0 && this.busyUntil <= this.#kernel.now) perform();
    else this.#backlog.push({ at: this.busyUntil, perform });
  }

  #flush(): boolean {
    if (!this.#alive || this.#pausedAt !== undefined) return false;
    const now = this.#kernel.now;
    while (this.#backlog[0] && this.#backlog[0].at <= now) this.#backlog.shift()?.perform();
    // An observer of what was performed may have crashed or paused the node.
    if (!this.#alive || this.#pausedAt !== undefined || this.busyUntil > now) return false;
    const event = this.#steps.shift() ?? this.#nextWaiting();
    if (!event) return false;
    if (this.#engaged) this.#kernel.schedule(now, 0, () => this.#flush());
    this.#enter();
    event();
    return true;
  }

  #nextWaiting(): (() => void) | undefined {
    const event = this.#waiting[this.#next];
    if (!event) return undefined;
    this.#next++;
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    return event.run;
  }

  pause(): void {
    this.#pausedAt = this.#kernel.now;
  }

  resume(): void {
    this.#pausedAt = undefined;
    this.#kernel.schedule(this.busyUntil, 0, () => this.#flush());
  }

  /**
   * Ends the life. What it had begun and not finished has not happened; a save that the disk had
   * begun leaves all the old cells or all the new. The disk does not stand still when the node is
   * paused. What waited is lost: the function that this returns says so to whom it concerns.
   */
  crash(): () => void {
    this.#alive = false;
    const { now } = this.#kernel;
    const first = this.#backlog.find((effect) => effect.save);
    if (first?.save && first.save.from <= (this.#pausedAt ?? now)) {
      if (first.at < now) first.perform();
      else first.save.torn();
    }
    const lost = this.#waiting.slice(this.#next);
    this.#backlog = [];
    this.#steps = [];
    this.#waiting = [];
    return () => {
      for (const { lose } of lost) lose?.();
    };
  }
}
