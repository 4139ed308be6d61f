import { renderTimeline, type TraceEvent } from '#harness';
import type { LabKit } from '../kit/run.ts';
import type { Grade } from '../grade.ts';
import type { Place } from '../loader/stack.ts';
import { progress, total, type Failed, type PartScore, type Row } from '../score.ts';
import { wrap, type Style } from '../style.ts';
import { blameLines, shrunkLine } from './story.ts';

/** Lines of a report, for a person at a terminal. Pure: the same grade gives the same lines. */

const MARKS = {
  pass: '✓',
  fail: '✗',
  'not-started': '·',
  vacuous: '✗',
  nondeterministic: '✗',
  hung: '✗',
  broken: '!',
} as const;

const SAID = {
  pass: '',
  fail: '',
  'not-started': 'not started',
  vacuous: 'vacuous',
  nondeterministic: 'nondeterministic',
  hung: 'hung',
  broken: 'broken, not by you',
} as const;

function paint({ verdict }: Row, style: Style): (text: string) => string {
  if (verdict === 'pass') return style.green;
  return verdict === 'not-started' ? style.dim : style.red;
}

/** One row a scenario: mark, points, id, and its claim, or how far it came. */
export function rowLine(row: Row, style: Style): string {
  const { verdict, score, points, id, seeds, failure } = row;
  const head = `  ${MARKS[verdict]} ${`${score}/${points}`.padStart(4)}  ${id.padEnd(22)} `;
  const one = seeds.asked === 1 || verdict === 'not-started';
  const where = failure?.seed && !one ? `seed ${failure.seed.number} of ${seeds.asked}` : '';
  const rule = failure?.violation?.rule ?? SAID[verdict];
  const tail = verdict === 'pass' ? '' : [rule, where].filter(Boolean).join(', ');
  const room = style.width - head.length - (tail ? tail.length + 3 : 0);
  const title = row.title.length > room ? `${wrap(row.title, room - 1)[0]}…` : row.title;
  return paint(row, style)(head) + title + (tail ? style.dim(` · ${tail}`) : '');
}

export function partLine({ part, score, of }: PartScore, style: Style): string {
  const extra = part.challenge ? ' (challenge: counts extra)' : '';
  const name = `Part ${part.id}  ${part.title}${extra}`;
  return style.bold(name + ` ${score}/${of}`.padStart(style.width - name.length));
}

/** "A1 ✓  A2 ✓  A3 ← you are here". */
export function hereLine(grade: Grade, style: Style): string | undefined {
  if (grade.unreadable) return undefined;
  const steps = progress(grade.lab, grade.rows).filter(({ done }) => done !== undefined);
  const here = steps.find(({ done }) => !done);
  if (!here) return undefined;
  const passed = steps.slice(0, steps.indexOf(here)).map(({ step }) => `${step} ✓`);
  const last = `${here.step} ${here.title} ← you are here`;
  // "A1 ✓  " for each that was passed, as many as there is room for.
  const room = Math.floor((style.width - last.length) / 6);
  return [...passed.slice(Math.max(0, passed.length - room)), style.bold(last)].join('  ');
}

const place = ({ file, line, name }: Place): string => `${file}:${line}${name ? ` (${name})` : ''}`;

/** Where it happened, and who called that. */
const placeLines = (places: readonly Place[], { width }: Style): string[] =>
  wrap(
    places
      .slice(0, 3)
      .map(place)
      .join(', called at ')
      .replace(/^(?=.)/, 'at '),
    width,
    '  ',
  );

/** What the line that threw says needs neither the rule's sentence nor a page to read. */
const threw = ({ failure }: Row): boolean => failure?.violation?.rule === 'no-throw';

/** Why a scenario failed: rule, sentence, proof, where to read, and how to see it again. */
export function failureLines(row: Row, kit: LabKit, style: Style, withTimeline: boolean): string[] {
  const { failure, id, title } = row;
  if (!failure) return [];
  const { seed, text, places, trace, story } = failure;
  // The shortest story is the one to understand: its times, its proof.
  const violation = story?.run.violation ?? failure.violation;
  const [head = '', ...more] = wrap(`✗ ${id}: ${title}`, style.width, '');
  const lines = [style.bold(style.red(head)), ...more.map((line) => `  ${line}`)];
  if (violation) {
    const rule = kit.rules.rules.find((one) => one.id === violation.rule);
    const who = violation.node ? ` by ${style.bold(violation.node)}` : '';
    const from = seed ? ` (${story ? 'shrunk from ' : ''}seed ${seed.number})` : '';
    const when = `${Number(violation.at.toFixed(3))} ms${from}`;
    lines.push(`  rule ${style.bold(violation.rule)}, broken${who} at ${when}`);
    if (rule && !threw(row)) lines.push(...wrap(rule.sentence, style.width, '  ').map(style.dim));
    lines.push(...wrap(violation.text, style.width, '  '));
    for (const { at, node, text: said } of violation.proof)
      lines.push(cut(`    ${at.toFixed(3).padStart(10)}  ${node.padEnd(6)} ${said}`, style.width));
  } else lines.push(...wrap(text ?? 'no result', style.width, '  '));
  lines.push(...placeLines(places, style));
  lines.push(...replayLines(failure, style), ...readLines(row, kit));
  if (story && trace && story.runs > 0) {
    const [first = '', ...rest] = wrap(shrunkLine(story, trace.traced), style.width - 9);
    lines.push(`  story: ${first}`, ...rest.map((line) => `         ${line}`));
    lines.push(...blameLines(story, style));
  }
  const { tail } = story ?? trace ?? {};
  if (withTimeline && tail) lines.push('', ...timelineLines(tail, kit, style, violation?.at));
  return lines;
}

function replayLines({ replay, capsule }: Failed, style: Style): string[] {
  const [whole, story] = [replay, capsule && `npm run replay ${capsule}`];
  if (whole === undefined) return [];
  if (!story) return [`  again: ${style.bold(whole)}`];
  return [`  again: ${style.bold(story)}`, `  whole: ${whole}`];
}

/** Where to read: of what the story asks, and of the rule, if that is elsewhere. */
function readLines(row: Row, kit: LabKit): string[] {
  const { failure, note } = row;
  if (!failure?.violation || threw(row)) return [];
  const broken = failure.violation.rule;
  const rule = kit.rules.rules.find(({ id }) => id === broken);
  const page = (one: string): string => `notes/${one.replace(/(#|$)/, '.md$1')}`;
  if (!rule || rule.note === note) return note ? [`  read:  ${page(note)}`] : [];
  return [`  read:  ${page(note)}`, `         ${page(rule.note)}, on the rule`];
}

export const cut = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, width - 1)}…` : line;

/** Events that are shown without leaving any out. */
const SHORT_STORY = 120;

export function timelineLines(
  events: readonly TraceEvent[],
  kit: LabKit,
  style: Style,
  at: number | undefined,
): string[] {
  // A short story is shown whole.
  const whole = at === undefined || events.length <= SHORT_STORY;
  const around = whole ? {} : { around: { at, before: 22, after: 2 } };
  const text = renderTimeline(events, {
    width: style.width,
    unicode: style.unicode,
    ...kit.labels,
    ...around,
  });
  return text.trimEnd().split('\n');
}

/** What stands below the rows. */
export function summaryLines(grade: Grade, best: number | undefined, style: Style): string[] {
  const { score, of } = total(grade.parts);
  const extra = grade.parts.filter(({ part }) => part.challenge);
  const bonus = extra.map((one) => `+${one.score}/${one.of} extra`);
  // Where nothing but a challenge was asked for, there is nothing else to sum up.
  const sums = [...(of > 0 ? [`${score}/${of}`] : []), ...bonus].join(' ');
  const lines = [
    style.bold(`${grade.lab.title}: ${sums}`) +
      (best !== undefined && best > score ? `  (your best so far: ${best})` : ''),
  ];
  const here = hereLine(grade, style);
  if (here) lines.push(here);
  return lines;
}

/** A frame's function without the object or module that it hangs on. */
const functionOf = ({ name }: Place): string => name.split('.').at(-1) || 'the first function';

/** Said in place of failures when nothing has been written yet. */
export function notStartedLines(row: Row, grade: Grade): string[] {
  const { failure } = row;
  const at = failure?.places[0];
  const step = grade.lab.parts.flatMap((part) => part.steps).find(({ id }) => id === failure?.step);
  return [
    `Not started: step ${failure?.step ?? row.steps[0]}${step ? ` (${step.title})` : ''}.`,
    at
      ? `Open ${at.file} and fill in ${functionOf(at)}, at line ${at.line}.`
      : `Open ${row.part}'s first file.`,
    `The assignment: labs/${grade.lab.folder}/README.md`,
  ];
}
