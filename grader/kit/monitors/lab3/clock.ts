/** How fast a server's clock has run. */
import type { Millis } from '#harness';

const product = (rates: readonly number[]): number => rates.reduce((all, one) => all * one, 1);

export class Clock {
  /** Factors that are in force, and how fast it ran until when. */
  #rates: readonly number[] = [];
  readonly #ran: { readonly rate: number; readonly until: Millis }[] = [];

  /** It runs faster or slower from now on, or no longer so. */
  skew(rate: number, phase: 'begin' | 'end', at: Millis): void {
    this.#ran.push({ rate: product(this.#rates), until: at });
    const i = this.#rates.indexOf(rate);
    this.#rates = phase === 'begin' ? [...this.#rates, rate] : this.#rates.toSpliced(i, 1);
  }

  /** The slowest that it has run since then; 1 if it was never slow. */
  slowest(since: Millis): number {
    return Math.min(1, ...this.#since(since));
  }

  /** The fastest; 1 if it was never fast. */
  fastest(since: Millis): number {
    return Math.max(1, ...this.#since(since));
  }

  #since(since: Millis): readonly number[] {
    const then = this.#ran.filter(({ until }) => until > since).map(({ rate }) => rate);
    return [...then, product(this.#rates)];
  }
}
