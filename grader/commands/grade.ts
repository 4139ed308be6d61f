import {
  mustHave,
  positive,
  readArgs,
  targetOf,
  UsageError,
  type Flags,
  type Target,
} from '../args.ts';
import { keepFailures, keptOf, type Kept } from '../failures.ts';
import { grade, solutionEntry, studentEntry, type Grade, type GradeOptions } from '../grade.ts';
import { keep, reportOf } from '../grades.ts';
import { kitOf } from '../kit/index.ts';
import { LABS, scenariosOf, type Lab } from '../labs.ts';
import { failures } from '../report/failures.ts';
import { sinceLines } from '../report/story.ts';
import { partLine, rowLine, summaryLines } from '../report/terminal.ts';
import { total, type Row } from '../score.ts';
import { ascii, terminal, wrap, type Style } from '../style.ts';
import { typeErrors } from '../types.ts';
import { whyUnwritten } from '../unwritten.ts';
import path from 'node:path';

const FLAGS = [
  'only',
  'seed',
  'seeds',
  'salt',
  'solution',
  'entry',
  'json',
  'jobs',
  'keep-going',
  'verbose',
] as const;

function optionsOf(target: Target, flags: Flags): GradeOptions {
  const seeds = positive('seeds', flags.seeds);
  const seed = positive('seed', flags.seed);
  const jobs = positive('jobs', flags.jobs);
  if (seeds !== undefined && seed !== undefined)
    throw new UsageError('--seed N runs one seed, --seeds N runs 1 to N: give one of them.');
  if (flags.only !== undefined) mustHave(target.lab, flags.only);
  if (flags.solution && flags.entry)
    throw new UsageError('--solution and --entry both say what to grade: give one of them.');
  const entry = flags.solution
    ? solutionEntry(target.lab)
    : flags.entry && path.resolve(flags.entry);
  return {
    target,
    ...(entry && { entry }),
    ...(flags.only !== undefined && { only: flags.only }),
    ...(seeds !== undefined && { seeds }),
    ...(seed !== undefined && { seed }),
    ...(flags.salt !== undefined && { salt: flags.salt }),
    ...(jobs !== undefined && { jobs }),
    ...(flags['keep-going'] && { keepGoing: true }),
  };
}

/** `npm run grade [lab1 | lab1b | lab1b2 | 1b-ghost]`. */
export async function gradeCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('grade', args, FLAGS);
  if (words.length > 1)
    throw new UsageError(`Grade one thing at a time: npm run grade ${words[0]}`);
  const [word] = words;
  // A scenario's id is a word too: npm has a setting named `only`, and may swallow the flag unsaid.
  const of = LABS.find((lab) => scenariosOf(lab).includes(word ?? ''));
  if (of && word) return gradeOne({ lab: of }, { ...flags, only: word });
  const targets = word ? [targetOf(word, LABS.flatMap(scenariosOf))] : LABS.map((lab) => ({ lab }));
  let code = 0;
  for (const target of targets) {
    code = Math.max(code, await gradeOne(target, flags));
    if (code === STOPPED) break;
  }
  return code;
}

async function gradeOne(target: Target, flags: Flags): Promise<number> {
  const options = optionsOf(target, flags);
  const style = terminal();
  const print = flags.json ? () => {} : printer(style);
  const kit = await kitOf(target.lab.id);
  const own = isOwn(flags);
  const types = own ? typeErrors(target.lab) : Promise.resolve([]);
  const live = new Live(style, !flags.json);
  print(headLine(target.lab, flags, style), '');
  const failing: string[] = [];
  let part = '';
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  // Once: who types it again means it.
  process.once('SIGINT', interrupted);
  const entry = options.entry ?? studentEntry(target.lab);
  const kept = flags.solution ? NONE : keptOf(target.lab, entry, idsOf(target, flags));
  for (const one of kept.unreadable) print(...wrap(one, style.width, '').map(style.yellow));
  const graded = await grade({
    ...options,
    signal: stop.signal,
    shrink: kit,
    kept: kept.capsules,
    onSince: (since) => print(...sinceLines(since, style), ''),
    onProgress: (id, done, of) => live.show(progressLine(id, done, of, failing)),
    onVerdict: ({ id, verdict }) => {
      if (verdict !== 'pass' && verdict !== 'not-started') failing.push(id);
    },
    onRow: (row) => {
      live.clear();
      if (row.part !== part)
        print(
          ...(part ? [''] : []),
          style.bold(
            `Part ${row.part}  ${target.lab.parts.find(({ id }) => id === row.part)?.title ?? ''}`,
          ),
        );
      part = row.part;
      print(rowLine(row, style));
    },
  });
  process.removeListener('SIGINT', interrupted);
  live.clear();
  const rows = flags.solution ? graded.rows : keptSafely(graded, entry);
  const result = { ...graded, rows };
  print(...failures(result, kit, style, flags.verbose ?? false));
  const errors = result.stopped ? [] : await types;
  return finish(result, errors, target, flags, style, print);
}

/**
 * The long scenarios are run first, and rows are in the manifest's order: here shows what failed.
 */
const progressLine = (id: string, done: number, of: number, failing: readonly string[]): string =>
  `  … ${id} ${done}/${of}${failing.length > 0 ? `   ✗ ${failing.join(', ')}` : ''}`;

/** The scenarios that are asked for, as far as the manifest knows. */
const idsOf = ({ lab, part }: Target, { only }: Flags): readonly string[] =>
  only === undefined ? (part?.scenarios ?? scenariosOf(lab)) : [only];

const NONE: Kept = { capsules: [], unreadable: [] };

/** The rows, with the files that keep their failures, if there is room for them. */
function keptSafely({ rows, lab }: Grade, entry: string): readonly Row[] {
  try {
    return keepFailures(rows, lab, entry);
  } catch {
    // That nothing can be kept is said of the report, below.
    return rows;
  }
}

function headLine({ id, title, folder }: Lab, flags: Flags, style: Style): string {
  const what = flags.solution ? 'the solution' : (flags.entry ?? `labs/${folder}`);
  return style.bold(`Lab ${id.slice(3)}  ${title}`) + style.dim(`  ${what}`);
}

const isOwn = ({ solution, entry }: Flags): boolean => !solution && entry === undefined;

/** Whether a grade may be a best score: of all that counts, at the manifest's seeds. */
const isWhole = (rows: readonly Row[], { lab, part, step }: Target, flags: Flags): boolean =>
  isOwn(flags) &&
  !part &&
  !step &&
  (['only', 'seed', 'seeds', 'salt'] as const).every((flag) => flags[flag] === undefined) &&
  rows.length === scenariosOf(lab).length;

function finish(
  result: Grade,
  types: readonly string[],
  target: Target,
  flags: Flags,
  style: Style,
  print: (...lines: string[]) => void,
): number {
  const report = reportOf(result);
  const whole = isWhole(result.rows, target, flags);
  const best = isOwn(flags) ? keepSafely(report, whole, style, print) : undefined;
  if (types.length > 0 && !result.unreadable)
    print(
      '',
      style.yellow(
        `${types.length} type error${types.length === 1 ? '' : 's'} (graded all the same):`,
      ),
      ...types.slice(0, 5).flatMap((line) => wrap(line, style.width, '  ')),
    );
  for (const remark of result.remarks ?? [])
    print('', ...wrap(remark, style.width).map(style.yellow));
  print(
    '',
    ...result.parts.map((one) => partLine(one, style)),
    '',
    ...summaryLines(result, best, style),
  );
  const broken = result.rows.filter(({ verdict }) => verdict === 'broken').length;
  if (broken > 0) print('', ...wrap(brokenLine(broken), style.width));
  if (result.stopped) print('', ...wrap(stoppedLine(result), style.width));
  if (flags.json) console.log(JSON.stringify(report, undefined, 2));
  return exitCode(result.rows, result);
}

const brokenLine = (count: number): string =>
  `${count} of the scenarios could not be run. That is not your fault: tell who keeps the suite.`;

const stoppedLine = ({ rows, lab }: Grade): string =>
  `Stopped. ${rows.length} of ${scenariosOf(lab).length} scenarios had been graded; ` +
  `the rest has no score here. The report is .grades/${lab.id}.json.`;

const notKept = (why: string): string =>
  `The report could not be kept in .grades: ${why}. What stands here is right all the same.`;

function keepSafely(
  report: ReturnType<typeof reportOf>,
  whole: boolean,
  style: Style,
  print: (...lines: string[]) => void,
): number | undefined {
  try {
    return keep(report, whole);
  } catch (error) {
    print('', ...wrap(notKept(whyUnwritten(error)), style.width));
    return undefined;
  }
}

/** As a shell says of a command that Ctrl-C has ended. */
const STOPPED = 130;

export function exitCode(rows: readonly Row[], { lab, parts, stopped }: Grade): number {
  if (stopped) return STOPPED;
  if (rows.some((row) => row.verdict === 'broken')) return 2;
  const { score, of } = total(parts);
  const challenges = lab.parts.filter(({ challenge }) => challenge).map(({ id }) => id);
  // Where nothing but a challenge was asked for, it is what counts.
  if (of === 0) return rows.every((row) => row.verdict === 'pass') ? 0 : 1;
  return rows.every((row) => row.verdict === 'pass' || challenges.includes(row.part)) &&
    score === of
    ? 0
    : 1;
}

export const printer =
  (style: Style) =>
  (...lines: string[]): void => {
    for (const line of lines) console.log(style.unicode ? line : ascii(line));
  };

/** The one line that is rewritten while work goes on. */
class Live {
  readonly #on: boolean;
  readonly #style: Style;
  #shown = false;

  constructor(style: Style, on: boolean) {
    this.#style = style;
    this.#on = on && style.live;
  }

  show(text: string): void {
    if (!this.#on) return;
    const { unicode, width } = this.#style;
    // What is longer than the line would not be rewritten whole.
    const fits = text.length < width ? text : `${text.slice(0, width - 2)}…`;
    process.stdout.write(`\r\u001B[2K${this.#style.dim(unicode ? fits : ascii(fits))}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) process.stdout.write('\r\u001B[2K');
    this.#shown = false;
  }
}
