import type { Since } from '../failures.ts';
import type { Blame, ShortStory } from '../protocol.ts';
import { wrap, type Style } from '../style.ts';

/** What is said of the shortest story of a failure. Pure: the same story gives the same lines. */

const plural = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** A kind of fault, for one and for more of them; what is cut is a cut, however. */
const KINDS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  crash: ['crash', 'crashes'],
  pause: ['pause', 'pauses'],
  'slow-disk': ['slow disk', 'slow disks'],
  'slow-node': ['slow node', 'slow nodes'],
  skew: ['wrong clock', 'wrong clocks'],
  lost: ['loss', 'losses'],
  held: ['message held', 'messages held'],
  altered: ['message altered', 'messages altered'],
  late: ['late message', 'late messages'],
  delay: ['late message', 'late messages'],
  again: ['duplicate', 'duplicates'],
  forged: ['forged message', 'forged messages'],
  network: ['bad network', 'bad networks'],
  dials: ['bad network', 'bad networks'],
};
const CUT = ['cut', 'cuts'] as const;

function counts(faults: readonly Blame[]): string[] {
  const names = faults.map(({ kind }) => KINDS[kind] ?? CUT);
  return [...new Set(names)].map((name) =>
    plural(names.filter((one) => one === name).length, ...name),
  );
}

const sentIn = (events: ShortStory['tail']): number =>
  events.filter((event) => event.type === 'send' && !event.forged).length;

/** "412 events, 31 faults → 9 messages, 1 crash". */
export function shrunkLine(story: ShortStory, events: number): string {
  const { faults, tail, traced } = story;
  const before = `${plural(events, 'event')}, ${plural(faults.before, 'fault')}`;
  const left = tail.length < traced ? plural(traced, 'event') : plural(sentIn(tail), 'message');
  const after = [left, ...counts(faults.left)].join(', ');
  const none = faults.left.length === 0 ? ', no fault' : '';
  return `${before} → ${after}${none}`;
}

/** The most faults that are named: the timeline has all. */
const MOST_FAULTS = 8;

/** What the failure needs: each of its faults was taken away alone. */
export function blameLines({ faults, minimal, run, tail }: ShortStory, style: Style): string[] {
  const { left } = faults;
  // It throws before anything is said.
  if (left.length === 0 && sentIn(tail) === 0) return [];
  if (left.length === 0 && minimal)
    return ['  It needs no fault: this happens on a network that only takes its time.'];
  const rule = run.violation?.rule;
  const needed = left.filter(({ without }) => without === undefined);
  const others = left.filter(({ without }) => without !== undefined && without !== rule);
  const needless = left.length - needed.length - others.length;
  const head = needed.length === 1 ? 'Without this fault' : 'Without any one of these faults';
  const listed = (text: string): string[] =>
    wrap(`- ${text}`, style.width - 6, '').map((line, i) => `    ${i === 0 ? '' : '  '}${line}`);
  return [
    ...(needed.length > 0 ? [`  ${head} the run breaks no rule:`] : []),
    ...needed.slice(0, MOST_FAULTS).flatMap(({ fault }) => listed(fault)),
    ...(needed.length > MOST_FAULTS ? listed(`${needed.length - MOST_FAULTS} more`) : []),
    ...others.flatMap(({ fault, without }) => listed(`without "${fault}" it breaks ${without}`)),
    ...(minimal ? [] : stoppedShort(needless, style)),
  ];
}

/** The search for a shorter story has an end: what it costs to run a long one. */
function stoppedShort(needless: number, { width }: Style): string[] {
  const some = needless > 0 ? `, and ${plural(needless, 'fault')} of it are not needed` : '';
  return wrap(`There may be a shorter story: the search was ended${some}.`, width, '  ');
}

/** What has become of the failures of the last grade. */
export function sinceLines(since: readonly Since[], style: Style): string[] {
  const lines = since.map(({ capsule: { scenario, rule }, retold }) => {
    const now = retold?.run.violation?.rule;
    if (!retold) return style.red(`  ✗ ${scenario.padEnd(22)}  did not come to an end`);
    if (retold.run.verdict === 'pass')
      return `${style.green(`  ✓ ${scenario.padEnd(22)}`)}  fixed since: ${rule}`;
    const other = now === undefined ? 'breaks no rule, and does not pass' : `breaks ${now} now`;
    const said = now === rule ? `still breaks ${rule}` : other;
    return `${style.red(`  ✗ ${scenario.padEnd(22)}`)}  ${said}`;
  });
  return [style.bold('The failures of the last grade, run first'), ...lines];
}
