import type { Plain } from './env.ts';
import { canonical } from './plain.ts';
import type { Moment } from './timeline-follow.ts';
import type { Cells, DropReason, EventOf, TraceEvent } from './trace.ts';

/** A lab's own short label for a message. */
export type Describe = (message: Plain) => string;

/** A lab's own labels: of messages, of calls to what its `start` returned, and of their answers. */
export type Labels = {
  readonly describe?: Describe;
  readonly describeCall?: (method: string, args: readonly Plain[]) => string;
  readonly describeAnswer?: (method: string, value: Plain) => string;
  readonly describeSave?: (before: Cells | undefined, cells: Cells) => string;
  /** What given code tells the monitors; undefined: a reader does not care. */
  readonly describeProbe?: (name: string, data: Plain) => string | undefined;
};

type Fields = { readonly [key: string]: Plain };
const isFields = (value: Plain | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Strings longer than this are cut; what is said of them is their length. */
const LONG = 32;

function shortText(text: string): string {
  if (text.length > LONG) {
    return `${JSON.stringify(text.slice(0, LONG - 8))}… (${text.length} characters)`;
  }
  const bare = /^[A-Za-z][\w.:@/#-]*$/.test(text) && !['true', 'false', 'null'].includes(text);
  return bare ? text : JSON.stringify(text);
}

/** Plain data in few words: `{account: alice, amount: 10}`. What is nested deeper is left out. */
export function short(value: Plain, depth = 2): string {
  if (typeof value === 'string') return shortText(value);
  if (Array.isArray(value)) {
    const items = value as readonly Plain[];
    if (items.length > 4 || (depth === 0 && items.length > 0)) return `[${items.length} items]`;
    return `[${items.map((item) => short(item, depth - 1)).join(', ')}]`;
  }
  if (!isFields(value)) return String(value);
  const fields = Object.entries(value);
  if (depth === 0 && fields.length > 0) return '{…}';
  return `{${fields.map(([key, field]) => `${key}: ${short(field, depth - 1)}`).join(', ')}}`;
}

/** The message's own kind and method, and the rest of it in short. */
export function describeMessage(message: Plain): string {
  if (!isFields(message)) return short(message);
  // The calls of rpc.ts: their numbers say little to a reader.
  if (message.kind === 'rpc') return `${String(message.method)} ${short(message.args ?? null)}`;
  if (message.kind === 'rpc-reply') {
    return `${String(message.method)} reply ${short(message.reply ?? null)}`;
  }
  const { kind, method, ...rest } = message;
  const words = [kind, method].filter((word) => typeof word === 'string');
  if (Object.keys(rest).length > 0 || words.length === 0) words.push(short(rest));
  return words.join(' ');
}

const same = (a: Plain, b: Plain): boolean => a === b || canonical(a) === canonical(b);

/** Changes of single values, and of arrays. */
type Found = readonly [string[], string[]];

/** Says what changed below one path. Single values come first: an array says only how it grew. */
function compare(path: string, before: Plain | undefined, after: Plain, found: Found): void {
  const name = path === '' ? '' : `${path} `;
  if (before !== undefined && same(before, after)) return;
  if (isFields(after) && (before === undefined || isFields(before))) {
    const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
    for (const [key, field] of Object.entries(after))
      compare(below(key), before?.[key], field, found);
    for (const key of Object.keys(before ?? {}))
      // First: what is not there any more is what a reader would miss, and a long row is cut.
      if (!(key in after)) found[0].unshift(`${below(key)} gone`);
  } else if (Array.isArray(after) && (before === undefined || Array.isArray(before))) {
    const [old, now] = [(before ?? []) as readonly Plain[], after as readonly Plain[]];
    const more = now.length - old.length;
    const grown = more > 0 && old.every((item, i) => same(item, now[i] as Plain));
    if (grown) found[1].push(`${name}+${more}`);
    else if (now.length > 0 || old.length > 0)
      found[1].push(`${name}${old.length}→${now.length} items`);
  } else {
    const was = before === undefined ? '' : `${short(before)}→`;
    found[0].push(`${name}${was}${short(after)}`);
  }
}

/** A row of a diagram has room for about so many characters. */
const ROOM = 150;

/** A row that is too long is cut at its end: what is short comes first, and none takes it all. */
function shared(texts: readonly string[]): readonly string[] {
  let room = ROOM;
  return texts
    .toSorted((a, b) => a.length - b.length)
    .map((text, i) => {
      const share = Math.floor(room / (texts.length - i));
      room -= Math.min(share, text.length);
      const fits = text.length <= share || i === texts.length - 1;
      return fits ? text : `${text.slice(0, share - 1).replace(/[…,\s]+$/, '')}…`;
    });
}

/** What a save changes, in one line: `books: receipts 1→2, balances.alice 10→20`. */
export function describeChanges(before: Cells | undefined, after: Cells): string {
  const cells = Object.entries(after).map(([cell, value]) => {
    if (!before) return cell;
    const old = before[cell];
    if (value === null) return `${cell} ${old === undefined ? 'as it was' : 'dropped'}`;
    const found: Found = [[], []];
    compare('', old ?? undefined, value, found);
    const changes = found.flat().join(', ');
    if (changes === '') return `${cell} ${old === undefined ? 'empty' : 'as it was'}`;
    return `${cell}${isFields(value) ? ':' : ''} ${changes}`;
  });
  return shared(cells).join(Object.values(after).some(isFields) ? '; ' : ', ');
}

const REASONS: { readonly [why in DropReason]: string } = {
  loss: 'lost',
  cut: 'cut',
  blocked: 'blocked',
  'queue-full': 'lost: queue full',
  'no-such-node': 'lost: no such node',
  'node-down': 'lost: node down',
  'no-receiver': 'lost: no receiver',
};

/** Who an event is about. */
export function whoOf(event: TraceEvent): string {
  switch (event.type) {
    case 'send':
      return `${event.node} → ${event.to}`;
    case 'deliver':
      return `${event.node} ← ${event.from}`;
    case 'drop':
    case 'hold':
    case 'release':
    case 'tamper':
      return `${event.from} → ${event.to}`;
    case 'fault':
      return 'fault';
    case 'calm':
    case 'note':
      return '—';
    default:
      return event.node;
  }
}

const callOf = (method: string, args: readonly Plain[]): string =>
  `${method}(${args.map((arg) => short(arg)).join(', ')})`;

const cellsOf = (cells: Cells): string => Object.keys(cells).join(', ');

const answerOf = (_method: string, value: Plain): string => short(value);

/**
 * What happened in an event. `before`: the cells on
 * the disk, so that a save can say what it changes.
 */
export function whatOf(event: TraceEvent, labels: Labels, before?: Cells): string {
  const { describe = describeMessage, describeCall = callOf, describeAnswer = answerOf } = labels;
  const { describeSave = describeChanges } = labels;
  switch (event.type) {
    case 'start':
      return event.life === 1 ? 'starts' : `life ${event.life}`;
    case 'crash':
      return 'crash';
    case 'pause':
      return 'paused';
    case 'resume':
      return 'goes on';
    case 'send':
      return `${event.forged ? 'forged, ' : ''}${describe(event.message)}`;
    case 'drop':
      return REASONS[event.why];
    case 'hold':
      return 'held';
    case 'release':
      return 'released';
    case 'tamper':
      return `altered: ${describe(event.message)}`;
    case 'deliver':
      return describe(event.message);
    case 'save':
      return `saving ${describeSave(before, event.cells)}`;
    case 'durable':
      return `saved ${describeSave(before, event.cells)}`;
    case 'torn':
      return `save torn: ${event.kept ? 'all' : 'nothing'} of ${cellsOf(event.cells)} kept`;
    case 'invoke':
      return `asked #${event.call}: ${describeCall(event.method, event.args)}`;
    case 'return':
      return `answers #${event.call}: ${describeAnswer(event.method, event.value)}`;
    default:
      return wordsOf(event, labels);
  }
}

type Spoken = EventOf<'probe' | 'say' | 'fault' | 'calm' | 'note' | 'bug' | 'violation'>;

function wordsOf(event: Spoken, { describeProbe }: Labels): string {
  switch (event.type) {
    case 'probe':
      return describeProbe?.(event.name, event.data) ?? `${event.name} ${short(event.data)}`;
    case 'say':
      return `“${event.text}”${event.details === undefined ? '' : ` ${short(event.details)}`}`;
    case 'fault':
      return `${event.phase === 'begin' ? 'begins' : 'over'}: ${event.text}`;
    case 'calm':
      return 'calm: from now on nothing is done to the world';
    case 'note':
      return event.text;
    case 'bug':
      return `bug in ${event.where}: ${event.error.name}: ${event.error.message}`;
    case 'violation':
      return `breaks ${event.rule}: ${event.text}`;
  }
}

/** Whether an event is shown: a probe is, if the lab has words for it. */
export const isShown =
  ({ describeProbe }: Labels) =>
  (event: TraceEvent): boolean =>
    event.type !== 'probe' || describeProbe?.(event.name, event.data) !== undefined;

/** One event in one line, without its time: `c1 → bank: request deposit {…}`. */
export function describeEvent(event: TraceEvent, labels: Labels = {}): string {
  return `${whoOf(event)}: ${whatOf(event, labels)}`;
}

/** What happened in a moment, with what is known of the past and of the fate of what was sent. */
export function tell(moment: Moment, labels: Labels): string {
  const { event, fates, again, before } = moment;
  const told = whatOf(event, labels, before);
  const what = moment.copy ? told.replace(/^forged/, 'copy') : told;
  if (event.type === 'deliver' && again) return `again, ${what}`;
  if (event.type === 'deliver') return event.late ? `too late, ${what}` : what;
  if (event.type !== 'send') return what;
  const altered = fates.find((fate) => fate.type === 'tamper');
  const dropped = fates.find((fate) => fate.type === 'drop');
  const copy = moment.copyHeld || dropped ? 'a copy ' : '';
  const held = fates.some((fate) => fate.type === 'hold') ? `${copy}held, ` : '';
  const words = `${held}${dropped ? `${whatOf(dropped, labels)}, ` : ''}`;
  return `${words}${what}${altered ? `, ${whatOf(altered, labels)}` : ''}`;
}
