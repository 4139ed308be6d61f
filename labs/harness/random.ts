/**
 * Randomness without a state: a draw is a hash of (seed, stream,
 * entity, n). A draw more in one stream moves no draw of another, so
 * a run can be shrunk, and replayed against code that has changed.
 */

/** 32 bits of avalanche; the finalizer of MurmurHash3 (A. Appleby, public domain). */
export function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A text as a 32-bit number (FNV-1a over UTF-16 units, then mixed). */
export function hashText(text: string, from = 0x811c9dc5): number {
  let h = from;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** All draws of one kind for one thing: the latencies of a link, the timers of a node. */
export class Stream {
  readonly #a: number;
  readonly #b: number;

  constructor(seed: string, stream: string, entity: string) {
    const key = `${seed}\u0000${stream}\u0000${entity}`;
    this.#a = hashText(key);
    this.#b = hashText(key, 0x9e3779b9);
  }

  /** 32 bits. */
  bits(n: number): number {
    return mix(this.#a ^ mix(Math.imul(n + 1, 0x9e3779b1) ^ this.#b));
  }

  /** In [0, 1), 53 bits. */
  u01(n: number): number {
    const high = this.bits(n) >>> 5;
    const low = mix(this.#b + mix(Math.imul(n + 1, 0x85ebca77) ^ this.#a)) >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }
}

/** One draw, where a stream object would be used once. */
export function u01(seed: string, stream: string, entity: string, n: number): number {
  return new Stream(seed, stream, entity).u01(n);
}

/** The stream's draws one after another, for code that makes a plan and not for a running world. */
export function sequence(seed: string, stream: string, entity = ''): () => number {
  const draws = new Stream(seed, stream, entity);
  let n = 0;
  return () => draws.u01(n++);
}

/**
 * −ln(1 − u), an exponential variate of mean 1. `Math.log` may differ
 * in its last bit between engines; this uses only operations that
 * IEEE 754 defines exactly, so a run is the same in every browser.
 */
export function exponential(u: number): number {
  let x = 1 - u;
  let halvings = 0;
  while (x < 0.75) {
    x *= 2;
    halvings++;
  }
  const t = (x - 1) / (x + 1);
  let power = t;
  let sum = 0;
  for (let k = 1; k < 40; k += 2) {
    sum += power / k;
    power *= t * t;
  }
  return halvings * Math.LN2 - 2 * sum;
}

/** A distribution of milliseconds; draws are in [min, …). */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly min: number; readonly mean: number };

export function sample(distribution: Distribution, u: number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + u * (distribution.max - distribution.min);
    case 'exponential':
      return distribution.min + exponential(u) * distribution.mean;
  }
}
