/**
 * Whatever a terminal, or a reader's eye, could take for something else than the letters it is:
 * controls, and what has no width or turns the direction of what follows.
 */
const UNSEEN = /(?!\n)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\uFFF9-\uFFFB]/gu;

/** Fields whose lines are looked at one by one, and never printed as they are. */
const OF_LINES: ReadonlySet<string> = new Set(['stack', 'error']);

/**
 * A copy in which every text shows all that is in it. Programs choose what is in errors, names and
 * messages, and must not be able to write into a report what the grader did not say.
 */
export function visible<T>(value: T, key = ''): T {
  if (typeof value === 'string') {
    const seen = value.replace(UNSEEN, '·');
    return (OF_LINES.has(key) ? seen : seen.replaceAll('\n', ' ')) as T;
  }
  if (Array.isArray(value)) return value.map((one: unknown) => visible(one)) as T;
  // What was done to a world is told again to the letter, and printed by nobody.
  if (typeof value !== 'object' || value === null || key === 'script') return value;
  const fields = Object.entries(value).map(([name, one]) => [visible(name), visible(one, name)]);
  return Object.fromEntries(fields) as T;
}
