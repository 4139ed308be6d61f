import type { Millis, NodeId } from './env.ts';
import { follow, type Moment } from './timeline-follow.ts';
import type { TraceEvent } from './trace.ts';

/** Which part of a trace is shown. */
export type Selection = {
  readonly from?: Millis;
  readonly to?: Millis;
  /**
   * What happens at these nodes, and what they send and are sent.
   * Undefined: all that do anything in the window.
   */
  readonly nodes?: readonly NodeId[];
  /**
   * So many events up to this moment, and so many after
   * it. Undefined: around the first violation or bug.
   */
  readonly around?: { readonly at: Millis; readonly before: number; readonly after: number };
  /**
   * The events that matter. Faults, notes, lives of nodes, violations and their proofs always do.
   */
  readonly focus?: (event: TraceEvent) => boolean;
};

export type Gap = { readonly gap: number; readonly ms: Millis };
export type Entry = Moment | Gap;
export const isGap = (entry: Entry): entry is Gap => 'gap' in entry;

/** The nodes at which, or between which, an event happens. */
function nodesOfEvent(event: TraceEvent): readonly NodeId[] {
  switch (event.type) {
    case 'send':
      return [event.node, event.to];
    case 'deliver':
      return [event.from, event.node];
    case 'drop':
    case 'hold':
    case 'release':
    case 'tamper':
      return [event.from, event.to];
    case 'fault':
      return event.nodes;
    case 'calm':
    case 'note':
      return [];
    default:
      return [event.node];
  }
}

const LIVES = ['start', 'crash', 'torn', 'pause', 'resume'];
const ESSENTIAL = [...LIVES, 'fault', 'calm', 'note', 'bug', 'violation'];

function matters({ event, proof }: Moment, { focus }: Selection): boolean {
  return proof || !focus || ESSENTIAL.includes(event.type) || focus(event);
}

/** A list has a line for whatever happens; a diagram has a column for each node shown. */
export type Form = 'diagram' | 'list';

/**
 * Whether a diagram has a place for an event between two nodes, if one of them has no column. An
 * arrival stands where it arrives, a sending where it is sent; a loss stands at the end shown.
 */
function hasPlace({ event, fates }: Moment, nodes: readonly NodeId[]): boolean {
  const lost = fates.some(({ type }) => type === 'drop');
  if (event.type === 'send') return lost || nodes.includes(event.node);
  if (event.type === 'deliver') return nodes.includes(event.node);
  return event.type !== 'release' || nodes.includes(event.to);
}

/** Violations are always shown, and what happens to the world. */
function among(moment: Moment, nodes: readonly NodeId[], form: Form): boolean {
  const { event } = moment;
  if (event.type === 'violation' || event.type === 'bug') return true;
  const own = nodesOfEvent(event);
  const concerns = own.length === 0 || own.some((node) => nodes.includes(node));
  return concerns && (form === 'list' || hasPlace(moment, nodes));
}

function markProofs(moments: readonly Moment[]): void {
  const key = (node: NodeId, at: Millis): string => `${node} ${at}`;
  const proofs = new Set<string>();
  for (const { event } of moments) {
    if (event.type === 'violation')
      for (const { node, at } of event.proof) proofs.add(key(node, at));
  }
  if (proofs.size === 0) return;
  for (const moment of moments) {
    const { event } = moment;
    // What a node does at its very start is no word on the start.
    const begins = event.type === 'start' && event.life === 1;
    if ('node' in event && event.type !== 'violation' && !begins)
      moment.proof = proofs.has(key(event.node, event.at));
  }
}

/**
 * The moments in the window, oldest first, and those that prove its violations, wherever they are.
 */
function inWindow(moments: readonly Moment[], selection: Selection): Moment[] {
  const { from = 0, to = Number.POSITIVE_INFINITY } = selection;
  const failure = moments.find(({ event }) => event.type === 'violation' || event.type === 'bug');
  const whole = failure === undefined || selection.from !== undefined || selection.to !== undefined;
  const unsaid = whole ? undefined : { at: failure.event.at, before: 25, after: 4 };
  const around = selection.around ?? unsaid;
  const wanted = moments.filter(
    (moment) =>
      moment.proof ||
      (moment.event.at >= from && moment.event.at <= to && matters(moment, selection)),
  );
  if (!around) return wanted;
  const after = wanted.findIndex(({ event }) => event.at > around.at);
  const middle = after < 0 ? wanted.length : after;
  const [first, last] = [middle - around.before, middle + around.after];
  return wanted.filter((moment, i) => moment.proof || (i >= first && i < last));
}

/**
 * Between the first and the last that are shown, the lives of
 * the nodes that do anything are never left out.
 */
function withLives(all: readonly Moment[], kept: readonly Moment[]): readonly Moment[] {
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) return kept;
  const [shown, from, to] = [new Set(kept), all.indexOf(first), all.lastIndexOf(last)];
  const busy = new Set(kept.flatMap(({ event }) => nodesOfEvent(event)));
  return all.filter((moment, i) => {
    const { event } = moment;
    const lives = LIVES.includes(event.type) && 'node' in event && busy.has(event.node);
    return shown.has(moment) || (lives && i > from && i < to);
  });
}

/** A quiet time as long as this is worth a line. */
const QUIET: Millis = 1000;

function withGaps(all: readonly Moment[], kept: readonly Moment[]): Entry[] {
  const entries: Entry[] = [];
  const shown = new Set(kept);
  let missing = 0;
  let last = all[0]?.event.at ?? 0;
  const gap = (until: Millis): void => {
    if (missing > 0 || until - last >= QUIET) entries.push({ gap: missing, ms: until - last });
    missing = 0;
  };
  for (const moment of all) {
    const { at } = moment.event;
    if (!shown.has(moment)) {
      missing++;
      continue;
    }
    gap(at);
    entries.push(moment);
    last = at;
  }
  gap(missing > 0 ? (all.at(-1)?.event.at ?? last) : last);
  return entries;
}

/** A save that nothing interrupted is one row. */
function merged(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry, i) => {
    const next = entries[i + 1];
    if (isGap(entry) || !next || isGap(next) || entry.event.type !== 'save') return true;
    const { save, node } = entry.event;
    return next.event.type !== 'durable' || next.event.save !== save || next.event.node !== node;
  });
}

export type Selected = {
  readonly entries: readonly Entry[];
  /**
   * Those asked for, or those that do anything in what
   * is shown, in the order in which they started.
   */
  readonly nodes: readonly NodeId[];
  /** The nodes of the world that were not asked for, though others were. */
  readonly unasked: readonly NodeId[];
};

/** Cuts a trace to the part that is to be shown. */
export function select(
  events: readonly TraceEvent[],
  selection: Selection,
  form: Form = 'diagram',
): Selected {
  const { moments, nodes: known } = follow(events);
  const asked = selection.nodes;
  markProofs(moments);
  const own = asked ? moments.filter((moment) => among(moment, asked, form)) : moments;
  const kept = withLives(own, inWindow(own, selection));
  const doing = kept.filter(({ event }) => event.type !== 'fault');
  const busy = new Set(doing.flatMap(({ event }) => nodesOfEvent(event)));
  const nodes = asked ?? known.filter((node) => busy.has(node));
  const unasked = asked ? known.filter((node) => !nodes.includes(node)) : [];
  return { entries: merged(withGaps(own, kept)), nodes, unasked };
}
