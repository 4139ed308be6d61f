import { deferred } from './deferred.ts';
import type { Millis } from './env.ts';
import type { Kernel } from './kernel.ts';

const MICROS = 1000;

type Waiter = { readonly ready: () => boolean; readonly resolve: (ready: boolean) => void };

/** The events of a story, and the moments and conditions that it waits for. */
export class Storyteller {
  readonly #kernel: Kernel;
  readonly #enter: () => void;
  readonly #told: () => void;
  #waiters: Waiter[] = [];
  #failure: { readonly error: unknown } | undefined;

  /** `enter` is told that code of the story is about to run, `told` that it has ended well. */
  constructor(kernel: Kernel, { enter, told }: { enter: () => void; told: () => void }) {
    this.#kernel = kernel;
    this.#enter = enter;
    this.#told = told;
  }

  /** Runs code of the story in an event of its own. */
  event(run: () => void, after: Millis = 0): void {
    this.#kernel.aside(this.#kernel.now + Math.round(after * MICROS), () => {
      this.#enter();
      run();
      return true;
    });
  }

  sleep(ms: Millis): Promise<void> {
    const { promise, resolve } = deferred<void>();
    this.event(resolve, ms);
    return promise;
  }

  until(ready: () => boolean, within: Millis): Promise<boolean> {
    const { promise, resolve } = deferred<boolean>();
    const waiter: Waiter = { ready, resolve };
    this.#waiters.push(waiter);
    this.#kernel.aside(this.#kernel.now + Math.round(within * MICROS), () => {
      if (!this.#waiters.includes(waiter)) return false;
      this.#waiters = this.#waiters.filter((one) => one !== waiter);
      this.#enter();
      resolve(ready());
      return true;
    });
    return promise;
  }

  /** Looks, after an event, which conditions hold now. One that throws is the story's failure. */
  look(): void {
    if (this.#waiters.length === 0) return;
    try {
      const ready = this.#waiters.filter((waiter) => waiter.ready());
      if (ready.length === 0) return;
      this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
      for (const waiter of ready) this.event(() => waiter.resolve(true));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Tells a story; the run ends with it. */
  tell(story: () => Promise<void>): void {
    this.event(() => {
      const told = (async () => story())();
      told.then(
        () => this.#told(),
        (error: unknown) => this.fail(error),
      );
    });
  }

  /** The story has failed: it ends. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#kernel.finish();
  }

  /** What the story threw first, or left unhandled. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }
}
