import { deferred, type Deferred } from '#harness';

/** Loops wait for it; whoever has changed something rings. */
export class Bell {
  #next: Deferred<void> = deferred();

  /** Resolves at the next ring. */
  heard(): Promise<void> {
    return this.#next.promise;
  }

  ring(): void {
    const { resolve } = this.#next;
    this.#next = deferred();
    resolve();
  }
}
