/** A set of whole numbers as ranges, in order: nearly all of them, so nearly nothing to keep. */
export type Ranges = readonly (readonly [first: number, last: number])[];

export const includes = (ranges: Ranges, n: number): boolean =>
  ranges.some(([first, last]) => first <= n && n <= last);

export function add(ranges: Ranges, n: number): Ranges {
  if (includes(ranges, n)) return ranges;
  const below = ranges.filter(([, last]) => last < n - 1);
  const above = ranges.filter(([first]) => first > n + 1);
  const touching = ranges.slice(below.length, ranges.length - above.length);
  const first = Math.min(n, ...touching.map(([one]) => one));
  const last = Math.max(n, ...touching.map(([, one]) => one));
  return [...below, [first, last], ...above];
}
