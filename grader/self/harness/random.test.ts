import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponential, Stream, u01 } from '#harness';
import { sample } from '../../../labs/harness/random.ts';

const DRAWS = 10_000;

/** Pearson's statistic for draws that should fall evenly into so many bins. */
function chiSquare(draws: readonly number[], bins: number): number {
  const counts = Array.from({ length: bins }, () => 0);
  for (const u of draws) counts[Math.floor(u * bins)] = (counts[Math.floor(u * bins)] ?? 0) + 1;
  const expected = draws.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/**
 * Beyond this, one right generator in about 100,000
 * is refused (Wilson and Hilferty's approximation).
 */
function bound(bins: number): number {
  const k = bins - 1;
  return k * (1 - 2 / (9 * k) + 4.3 * Math.sqrt(2 / (9 * k))) ** 3;
}

const names = ['', 'a', 'b', 'n1', 'n2', 'n1>n2', 'n2>n1', 'seed 1', 'seed 2'];

test('draws of one stream are even in [0, 1), in their high bits and in their low ones', () => {
  for (const entity of names) {
    const stream = new Stream('seed', 'loss', entity);
    const draws = Array.from({ length: DRAWS }, (_, n) => stream.u01(n));
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(chiSquare(draws, 64)).toBeLessThan(bound(64));
    expect(
      chiSquare(
        draws.map((u) => (u * 4096) % 1),
        64,
      ),
    ).toBeLessThan(bound(64));
  }
});

test('a draw says nothing of the next, nor of those of other seeds, streams and entities', () => {
  const pairs: ((n: number) => readonly [number, number])[] = [
    (n) => [u01('s', 'loss', 'n1>n2', n), u01('s', 'loss', 'n1>n2', n + 1)],
    (n) => [u01('s', 'loss', 'n1>n2', n), u01('s', 'loss', 'n1>n2', n | 0x40000000)],
    (n) => [u01('s', 'loss', 'n1>n2', n), u01('s', 'loss', 'n2>n1', n)],
    (n) => [u01('s', 'loss', 'n1>n2', n), u01('s', 'copy', 'n1>n2', n)],
    (n) => [u01('s1', 'loss', 'n1>n2', n), u01('s2', 'loss', 'n1>n2', n)],
    (n) => [u01(`seed ${n}`, 'order', '', 0), u01(`seed ${n + 1}`, 'order', '', 0)],
    (n) => [u01('s', 'x', `n${n}`, 0), u01('s', 'x', `n${n + 1}`, 0)],
  ];
  for (const [i, pair] of pairs.entries()) {
    const cells = Array.from({ length: DRAWS }, (_, n) => {
      const [a, b] = pair(n);
      return (Math.floor(a * 8) * 8 + Math.floor(b * 8)) / 64;
    });
    expect(chiSquare(cells, 64), `pair ${i}`).toBeLessThan(bound(64));
  }
});

test('a draw depends on nothing but its name and number', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (seed, entity, n) => {
      const stream = new Stream(seed, 'x', entity);
      stream.u01(n + 1);
      expect(stream.u01(n)).toBe(u01(seed, 'x', entity, n));
    }),
    { seed: 11, numRuns: 200 },
  );
});

test('an exponential variate is −ln(1 − u), to twelve digits', () => {
  const near = (u: number): void => {
    const error = Math.abs(exponential(u) + Math.log1p(-u));
    expect(error).toBeLessThanOrEqual(1e-12 * Math.max(1, exponential(u)));
  };
  for (const u of [0, 2 ** -53, 0.25, 0.5, 0.75, 1 - 2 ** -53]) near(u);
  fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), near), {
    seed: 12,
    numRuns: 5000,
  });
  expect(exponential(0)).toBe(0);
});

test('each distribution keeps its bounds and its mean', () => {
  const mean = (draws: readonly number[]) => draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const draws = Array.from({ length: DRAWS }, (_, n) => u01('s', 'x', '', n));
  expect(sample({ kind: 'constant', value: 3 }, 0.7)).toBe(3);
  const uniform = draws.map((u) => sample({ kind: 'uniform', min: 2, max: 6 }, u));
  expect(uniform.every((ms) => ms >= 2 && ms < 6)).toBe(true);
  expect(mean(uniform)).toBeCloseTo(4, 1);
  const long = draws.map((u) => sample({ kind: 'exponential', min: 2, mean: 10 }, u));
  expect(long.every((ms) => ms >= 2)).toBe(true);
  expect(Math.abs(mean(long) - 12)).toBeLessThan(0.5);
});
