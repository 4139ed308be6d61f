/** Plain data compared, and said in a few words. */
import { canonical, type Plain } from '#harness';
import type { Evidence } from '../monitor.ts';

/** Whether two values are one, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
}

/** A value in a sentence: what is long is cut. */
export function show(value: Plain | undefined): string {
  if (value === undefined) return 'nothing';
  const text = canonical(value).replaceAll('"', '');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

export const proof = (at: number, node: string, text: Evidence['text']): Evidence => ({
  at,
  node,
  text,
});

/** A duration or a moment in a sentence, as exactly as the rows of a timeline have it. */
export const ms = (duration: number): string => `${Number(duration.toFixed(3))} ms`;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1] ?? 0, sorted[half] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
