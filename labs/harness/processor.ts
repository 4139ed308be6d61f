import type { Kernel } from './kernel.ts';

/** Something that a life did and that becomes visible at `at`, in the order of the program. */
type Effect = {
  readonly at: number;
  readonly perform: () => void;
  /** If this is a save: when the disk begins with it, and what a crash in the middle of it does. */
  readonly save?: { readonly from: number; readonly torn: () => void };
};

/**
 * One life of a node: runs its events one at a time. While it is busy (saving, working) or paused, its
 * events wait, in the order in which they came, and what it did after it became busy has not happened.
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
  #waiting: (() => void)[] = [];
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
    this.#waiting.push(event);
    this.#kernel.schedule(this.#kernel.now, 0, () => this.#flush());
  }

  /** Runs an event now, or when the node has time for it. Returns true if it ran. */
  take(event: () => void): boolean {
    if (!this.#alive) return false;
    // At the very instant at which a save ends, what was done after it comes before other events.
    const busy = this.busyUntil > this.#kernel.now || this.#backlog.length > 0;
    if (this.#pausedAt !== undefined || busy || this.#next < this.#waiting.length) {
      this.#waiting.push(event);
      return false;
    }
    this.#enter();
    event();
    return true;
  }

  /** The processor or the disk is occupied for so many µs, from the end of what occupies it now. */
  occupy(duration: number): void {
    if (!this.#alive) return;
    this.busyUntil = this.horizon + duration;
    this.#kernel.schedule(this.busyUntil, 0, () => this.#flush());
  }

  /** Occupies the node with a save: `done` when it is durable, `torn` if a crash comes first. */
  save(duration: number, done: () => void, torn: () => void): void {
    if (!this.#alive) return;
    const from = this.horizon;
    this.occupy(duration);
    this.#backlog.push({ at: this.busyUntil, perform: done, save: { from, torn } });
  }

  /** Takes effect at the end of all that this life has begun, now if that is nothing; never, if a crash
   *  comes first. */
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
    const event = this.#waiting[this.#next];
    if (!event) return false;
    this.#next++;
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    } else {
      this.#kernel.schedule(now, 0, () => this.#flush());
    }
    this.#enter();
    event();
    return true;
  }

  pause(): void {
    this.#pausedAt = this.#kernel.now;
  }

  resume(): void {
    this.#pausedAt = undefined;
    this.#kernel.schedule(this.busyUntil, 0, () => this.#flush());
  }

  /** Ends the life. What it had begun and not finished has not happened; a save that the disk had begun
   *  leaves all the old cells or all the new. The disk does not stand still when the node is paused. */
  crash(): void {
    this.#alive = false;
    const { now } = this.#kernel;
    const first = this.#backlog.find((effect) => effect.save);
    if (first?.save && first.save.from <= (this.#pausedAt ?? now)) {
      if (first.at < now) first.perform();
      else first.save.torn();
    }
    this.#backlog = [];
    this.#waiting = [];
  }
}
