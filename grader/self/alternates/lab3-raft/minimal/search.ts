import type { Index } from '../../../../../labs/lab3-raft/types.ts';

/**
 * What a leader knows of a peer's log: it agrees up to `match`, and does not at `ceiling`. What
 * lies between is found by halving: no hint is asked for.
 */
export type Known = {
  readonly match: Index;
  readonly ceiling: Index;
  /** A first question that is most often right. */
  readonly guess?: Index;
};

export const unknown = (last: Index): Known => ({ match: 0, ceiling: last + 1, guess: last });

/** The predecessor to name next; undefined if the log begins too late for any. */
export function prevToAsk({ match, ceiling, guess }: Known, base: Index): Index | undefined {
  const low = Math.max(match, base);
  if (ceiling <= low) return undefined;
  return Math.max(low, guess ?? Math.floor((low + ceiling) / 2));
}

export function accepted({ match, ceiling }: Known, index: Index): Known {
  const higher = Math.max(match, index);
  return { match: higher, ceiling: Math.max(ceiling, higher + 1) };
}

/** A refusal that was overtaken says nothing: what has matched stays matched. */
export function refused(known: Known, prevLogIndex: Index): Known {
  const { match, ceiling } = known;
  if (prevLogIndex <= match) return known;
  return { match, ceiling: Math.min(ceiling, prevLogIndex) };
}
