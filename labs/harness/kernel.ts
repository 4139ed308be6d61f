import { macrotask, synchronousDrain, takeRejections, wallClock } from './drain.ts';
import { Heap } from './heap.ts';

/** Let the real event loop turn after so much wall time, so that a host can hear its parent. */
const SLICE_MS = 50;

export type KernelEnd = 'done' | 'stopped' | 'stuck' | 'out-of-time' | 'out-of-events';

export type KernelLimits = {
  /** Virtual time in µs after which the run ends. */
  readonly until: number;
  /** Events after which the run ends. */
  readonly events: number;
};

/**
 * Virtual time and the event queue. One event runs at a time; after each one that ran foreign
 * code all promise jobs are run to the end, so nothing of one event is left over in the next.
 */
export class Kernel {
  /** Virtual time in whole microseconds. */
  now = 0;
  /** Events of the world executed; asides are not counted. */
  events = 0;
  /** How many of them in this microsecond. */
  instant = 0;
  /** Called for a rejection that nobody handled within the event that caused it. */
  onRejection: (reason: unknown) => void = () => {};
  /** Called after every event, when its promise jobs are done. */
  afterEvent: () => void = () => {};
  readonly #heap = new Heap();
  #sequence = 0;
  #asides = 0;
  #stopped = false;
  #done = false;

  /** `run` says whether foreign code may have run. `at` is never in the past. */
  schedule(at: number, tie: number, run: () => boolean): void {
    const sequence = this.#sequence++;
    this.#heap.push({ at: at > this.now ? at : this.now, tie, sequence, run, aside: false });
  }

  /**
   * Schedules an event of who tells the story: it is not counted, so that the world's own events
   * have the same numbers, whoever tells it. `first`: before all others of its time.
   */
  aside(at: number, run: () => boolean, first = false): void {
    const sequence = this.#sequence++;
    const time = at > this.now ? at : this.now;
    this.#heap.push({ at: time, tie: first ? -1 : 0, sequence, run, aside: true });
  }

  /** When the next event is, in µs, if there is one. */
  get next(): number | undefined {
    return this.#heap.first?.at;
  }

  /** No further event is executed. */
  stop(): void {
    this.#stopped = true;
  }

  /** The story has been told; the run ends after this event. */
  finish(): void {
    this.#done = true;
  }

  /**
   * Executes events until the run ends. Rejects only if the harness, or who observes it, throws.
   */
  run(limits: KernelLimits): Promise<KernelEnd> {
    return new Promise((resolve, reject) => {
      macrotask(() => {
        const drain = synchronousDrain();
        const loop = drain ? this.#loop(limits, drain) : this.#turns(limits);
        loop.then(resolve, reject);
      });
    });
  }

  #end(limits: KernelLimits): KernelEnd | undefined {
    if (this.#stopped) return 'stopped';
    if (this.#done) return 'done';
    const next = this.#heap.first;
    if (!next) return 'stuck';
    if (next.at > limits.until) return 'out-of-time';
    if (Math.max(this.events, this.#asides) >= limits.events) return 'out-of-events';
    return undefined;
  }

  #step(): boolean {
    const next = this.#heap.pop();
    if (!next) return false;
    if (next.at !== this.now) this.instant = 0;
    this.now = next.at;
    if (next.aside) this.#asides++;
    else {
      this.events++;
      this.instant++;
    }
    return next.run();
  }

  #loop(limits: KernelLimits, drain: () => void): Promise<KernelEnd> {
    return new Promise((resolve, reject) => {
      const slice = (): void => {
        const restore = takeRejections(this.onRejection);
        try {
          const end = this.#slice(limits, drain);
          if (end) resolve(end);
          else macrotask(slice);
        } catch (error) {
          reject(error);
        } finally {
          restore();
        }
      };
      slice();
    });
  }

  #slice(limits: KernelLimits, drain: () => void): KernelEnd | undefined {
    const started = wallClock();
    for (let count = 1; ; count++) {
      const end = this.#end(limits);
      if (end) return end;
      if (this.#step()) drain();
      this.afterEvent();
      if ((count & 255) === 0 && wallClock() - started > SLICE_MS) return undefined;
    }
  }

  async #turns(limits: KernelLimits): Promise<KernelEnd> {
    const restore = takeRejections(this.onRejection);
    try {
      for (;;) {
        const end = this.#end(limits);
        if (end) return end;
        if (this.#step()) await new Promise<void>(macrotask);
        this.afterEvent();
      }
    } finally {
      restore();
    }
  }
}
