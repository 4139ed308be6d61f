import type { Grade } from '../grade.ts';
import type { LabKit } from '../kit/run.ts';
import type { Row } from '../score.ts';
import { wrap, type Style } from '../style.ts';
import { failureLines, notStartedLines } from './terminal.ts';

/** What is said of a grade's failures, between its rows and its sums. */
export function failures(result: Grade, kit: LabKit, style: Style, verbose: boolean): string[] {
  if (result.unreadable) return unreadableLines(result.unreadable, style);
  const failed = result.rows.filter((row) => row.verdict !== 'pass');
  const started = failed.filter((row) => row.verdict !== 'not-started');
  const groups = byMistake(started);
  const shown = clearest(groups.map(([first]) => first));
  const lines = groups.flatMap(([first, ...others]) => [
    '',
    ...failureLines(first, kit, style, verbose || shown.has(first)),
    ...sameLines(others, style),
  ]);
  const untouched = failed.find((row) => row.verdict === 'not-started');
  if (started.length === 0 && untouched) lines.push('', ...notStartedLines(untouched, result));
  return lines;
}

/** The most timelines of one report. */
const MOST_TIMELINES = 3;

/** The failures whose timelines are shown: of each rule that is broken, the shortest story. */
function clearest(rows: readonly Row[]): ReadonlySet<Row> {
  const length = ({ failure }: Row): number => failure?.story?.traced ?? Infinity;
  const byRule = new Map<string, Row>();
  for (const row of rows) {
    const rule = row.failure?.violation?.rule ?? row.verdict;
    const best = byRule.get(rule);
    if (!best || length(row) < length(best)) byRule.set(rule, row);
  }
  return new Set([...byRule.values()].slice(0, MOST_TIMELINES));
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

/** Rows with one and the same mistake stand together, at the first of them. */
function byMistake(rows: readonly Row[]): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const key = mistakeOf(row) ?? row.id;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
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
