import type { NodeId } from './env.ts';
import type { Moment } from './timeline-follow.ts';
import { isGap, type Entry } from './timeline-select.ts';
import type { EventOf, MessageId, TraceEvent } from './trace.ts';

export type Of<T extends TraceEvent['type']> = Moment & { readonly event: EventOf<T> };

export const is = <T extends TraceEvent['type']>(
  entry: Entry | undefined,
  ...types: T[]
): entry is Of<T> =>
  entry !== undefined && !isGap(entry) && (types as string[]).includes(entry.event.type);

/** How the rows of one datagram are shown to belong together. */
export type Pairing = {
  /** Sent in one row and delivered in the next: an arrow from the one to the other. */
  readonly arrows: ReadonlySet<MessageId>;
  /** Other datagrams that are seen more than once: a letter each. */
  readonly letters: ReadonlyMap<MessageId, string>;
};

function letterOf(n: number): string {
  const letter = String.fromCharCode(97 + (n % 26));
  return n < 26 ? letter : `${letter}${Math.floor(n / 26)}`;
}

/** Whether a datagram goes from one column to another in this row and the next. */
function goesAcross(
  entry: Of<'send'>,
  next: Entry | undefined,
  lanes: ReadonlyMap<NodeId, number>,
): boolean {
  const { id, node, to } = entry.event;
  const follows = is(next, 'deliver') && next.event.id === id && !next.again;
  return follows && entry.fates.length === 0 && node !== to && lanes.has(node) && lanes.has(to);
}

export function pair(entries: readonly Entry[], lanes: ReadonlyMap<NodeId, number>): Pairing {
  const arrows = new Set<MessageId>();
  const seen = new Map<MessageId, number>();
  for (const [i, entry] of entries.entries()) {
    if (!is(entry, 'send', 'deliver', 'drop', 'release')) continue;
    const { id } = entry.event;
    seen.set(id, (seen.get(id) ?? 0) + 1);
    if (is(entry, 'send') && goesAcross(entry, entries[i + 1], lanes)) arrows.add(id);
  }
  const letters = new Map<MessageId, string>();
  for (const [id, times] of seen) {
    if (times > (arrows.has(id) ? 2 : 1)) letters.set(id, letterOf(letters.size));
  }
  return { arrows, letters };
}

/** Whether a datagram is released, and arrives at once, or is lost at its arrival. */
export function releases(
  entry: Entry | undefined,
  next: Entry | undefined,
): entry is Of<'release'> {
  if (!is(entry, 'release') || !is(next, 'deliver', 'drop')) return false;
  return next.event.id === entry.event.id && next.event.at === entry.event.at;
}

/** Whether two first lives begin at one instant. */
export function together(entry: Entry | undefined, next: Entry | undefined): next is Of<'start'> {
  if (!is(entry, 'start') || !is(next, 'start')) return false;
  return entry.event.life === 1 && next.event.life === 1 && entry.event.at === next.event.at;
}

/** Whether an event is what a fault does to its node, at its instant. */
export function causes(entry: Entry | undefined, next: Entry | undefined): entry is Of<'fault'> {
  if (!is(entry, 'fault') || !is(next, 'crash', 'torn', 'start', 'pause', 'resume')) return false;
  return next.event.at === entry.event.at && entry.event.nodes.includes(next.event.node);
}
