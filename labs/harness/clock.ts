/**
 * A node's own clock. It counts from the start of the node's life, at a rate of its own, so it is
 * monotonic within one life and comparable to no other clock, nor to that of another life.
 */
export class Clock {
  #since: number;
  #local = 0;
  #rate: number;

  /** @param since virtual time in µs at which it begins to count */
  constructor(since: number, rate: number, offset = 0) {
    this.#since = since;
    this.#rate = rate;
    this.#local = offset;
  }

  /** Local µs at a virtual time in µs. */
  read(now: number): number {
    return this.#local + (now - this.#since) * this.#rate;
  }

  /** Virtual µs that pass while this clock counts `local` µs, at its present rate. */
  duration(local: number): number {
    return local / this.#rate;
  }

  /** From now on it counts so many local seconds a second. Sleeps that have begun are not moved. */
  skew(now: number, rate: number): void {
    this.#local = this.read(now);
    this.#since = now;
    this.#rate = rate;
  }
}
