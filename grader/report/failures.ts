import type { Grade } from '../grade.ts';
import type { LabKit } from '../kit/run.ts';
import type { Row } from '../score.ts';
import { wrap, type Style } from '../style.ts';
import { cut, failureLines, notStartedLines } from './terminal.ts';

/** What is said of a grade's failures, between its rows and its sums. */
export function failures(result: Grade, kit: LabKit, style: Style, verbose: boolean): string[] {
  if (result.unreadable) return unreadableLines(result.unreadable, style);
  const failed = result.rows.filter((row) => row.verdict !== 'pass');
  const started = failed.filter((row) => row.verdict !== 'not-started');
  const groups = [...byMistake(started, verbose).values()].map(clearestFirst);
  const lines = groups.flatMap(([first, ...others], i) => [
    '',
    ...failureLines(first, kit, style, verbose || i < MOST_TIMELINES),
    ...(mistakeOf(first) === undefined ? alsoLines(others, style) : sameLines(others, style)),
  ]);
  const untouched = failed.find((row) => row.verdict === 'not-started');
  if (started.length === 0 && untouched) lines.push('', ...notStartedLines(untouched, result));
  return lines;
}

/** The most timelines of one report. */
const MOST_TIMELINES = 3;

/** Of several that break one rule, the shortest story is told. */
function clearestFirst(rows: Group): Group {
  const length = ({ failure }: Row): number => failure?.story?.traced ?? Infinity;
  const best = rows.reduce((one, row) => (length(row) < length(one) ? row : one));
  return [best, ...rows.filter((row) => row !== best)];
}

/** The most mistakes of a text that are shown: the first one often makes the others. */
const MOST_SENTENCES = 3;

function unreadableLines(sentences: readonly string[], style: Style): string[] {
  const more = sentences.length - MOST_SENTENCES;
  return [
    ...sentences.slice(0, MOST_SENTENCES).flatMap((one) => wrap(one, style.width, '  ')),
    ...(more > 0 ? [`  … and ${more} more.`] : []),
    '  Mend this, and grade again: nothing could be run.',
  ];
}

/** What a program threw, wherever it was asked for; the line that holds it up; what is broken. */
function mistakeOf({ verdict, failure }: Row): string | undefined {
  if (verdict === 'broken') return failure?.text;
  const place = failure?.places[0];
  const violation = failure?.violation;
  if (!place || (verdict === 'fail' && violation?.rule !== 'no-throw')) return undefined;
  return [
    verdict,
    place.file,
    place.line,
    violation?.text.replace(/^.*? threw in .*?: /, ''),
  ].join();
}

type Group = readonly [Row, ...Row[]];

/**
 * Rows with one and the same mistake stand together, at the first of them; and so do those that
 * break one rule, unless each shall be told whole.
 */
function byMistake(rows: readonly Row[], whole: boolean): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const rule = whole ? undefined : row.failure?.violation?.rule;
    const key = mistakeOf(row) ?? rule ?? row.id;
    groups.set(key, [...(groups.get(key) ?? []), row] as unknown as Group);
  }
  return groups;
}

/** The most other stories that are told, in a line each. */
const MOST_ALSO = 5;

/** Other stories in which the same rule is broken: what happened in each. */
function alsoLines(rows: readonly Row[], style: Style): string[] {
  const violationOf = ({ failure }: Row) => failure?.story?.run.violation ?? failure?.violation;
  const rule = rows[0] && violationOf(rows[0])?.rule;
  if (rule === undefined) return [];
  const stories = rows.length === 1 ? 'another story' : `${rows.length} other stories`;
  const head = `${rule} is broken in ${stories} too; --only ID shows one alone:`;
  const named = rows
    .slice(0, MOST_ALSO)
    .map((row) => cut(`    ${row.id.padEnd(22)} ${violationOf(row)?.text}`, style.width));
  const more = rows.length - named.length;
  return [
    ...wrap(head, style.width, '  '),
    ...named,
    ...(more > 0 ? [`    … and ${more} more`] : []),
  ].map(style.dim);
}

/** The most ids that are named: the rows above have all. */
const MOST_NAMED = 3;

function sameLines(rows: readonly Row[], style: Style): string[] {
  if (rows.length === 0) return [];
  const named = rows.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = rows.length - named.length;
  const all = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return wrap(`the same: ${all}`, style.width, '  ').map(style.dim);
}
