/** Whether what is left still fails. Costs a run; false when there is no more to be spent. */
export type StillFails<T> = (left: readonly T[]) => Promise<boolean>;

/** All of these but those: what is taken away may be hundreds. */
export function lacking<T>(items: readonly T[], taken: readonly T[]): T[] {
  const gone = new Set(taken);
  return items.filter((item) => !gone.has(item));
}

function parts<T>(items: readonly T[], count: number): T[][] {
  const size = Math.ceil(items.length / count);
  const found: T[][] = [];
  for (let i = 0; i < items.length; i += size) found.push(items.slice(i, i + size));
  return found;
}

/**
 * A subset that still fails, and of which nothing can go alone: halves, quarters and so on are
 * taken away, and at the end one after another (Zeller & Hildebrandt 2002, "Simplifying and
 * Isolating Failure-Inducing Input"; what it calls reduction to a complement). Without items it
 * asks whether nothing at all fails first: that is often so.
 */
export async function ddmin<T>(items: readonly T[], fails: StillFails<T>): Promise<readonly T[]> {
  if (items.length === 0 || (await fails([]))) return [];
  let left = items;
  let count = 2;
  while (left.length > 1) {
    const smaller = await withoutOne(left, parts(left, count), fails);
    if (smaller) {
      left = smaller;
      count = Math.max(count - 1, 2);
    } else if (count >= left.length) return left;
    else count = Math.min(left.length, 2 * count);
  }
  return left;
}

/** What is left when the first part that can go is taken away. */
async function withoutOne<T>(
  left: readonly T[],
  among: readonly (readonly T[])[],
  fails: StillFails<T>,
): Promise<readonly T[] | undefined> {
  for (const part of among) {
    const rest = lacking(left, part);
    if (rest.length > 0 && (await fails(rest))) return rest;
  }
  return undefined;
}
