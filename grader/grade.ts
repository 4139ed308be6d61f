import path from 'node:path';
import type { Target } from './args.ts';
import type { Capsule } from './capsule.ts';
import type { Since } from './failures.ts';
import { activeRules, type LabKit } from './kit/run.ts';
import { labFolder, seedOf, solutionFolder, type Lab } from './labs.ts';
import { BundleError, shown, type Bundle } from './loader/bundle.ts';
import { StackMapper } from './loader/stack.ts';
import type { RunTask, TellTask } from './protocol.ts';
import { Rows } from './rows.ts';
import { judge, scoreParts, type PartScore, type Row } from './score.ts';
import { isSame } from './shrink/shrink.ts';
import { readSubmission, remarksOn } from './submission.ts';
import { choose, filesOf, readSuite, type Entry } from './suite.ts';
import { Supervisor, type Settled } from './supervisor.ts';

/** The part of the passing runs that is run twice: a nondeterministic program shows itself. */
const RECHECK = 0.05;
/** Events of a failing run that a report keeps. */
const TAIL = 400;

export type GradeOptions = {
  readonly target: Target;
  /** The index.ts of what is graded; the student's unless said. */
  readonly entry?: string;
  readonly only?: string;
  /** Runs so many seeds of each scenario, instead of the manifest's numbers. */
  readonly seeds?: number;
  /** Runs this one seed. */
  readonly seed?: number;
  readonly salt?: string;
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  /** Finds the shortest story of each failure. */
  readonly shrink?: LabKit;
  /** Failures of earlier grades, which are run first. */
  readonly kept?: readonly Capsule[];
  /** Told what has become of them. */
  readonly onSince?: (since: readonly Since[]) => void;
  /** Ends the grade early, with what has an end by then. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (scenario: string, done: number, of: number) => void;
  /** Told of each row as soon as it is there. */
  readonly onVerdict?: (row: Row) => void;
  /** Told of each row as soon as it and all before it are there. */
  readonly onRow?: (row: Row) => void;
};

export type Grade = {
  readonly lab: Lab;
  readonly rows: readonly Row[];
  readonly parts: readonly PartScore[];
  /** Why nothing could be run: what is wrong with the submission's text. */
  readonly unreadable?: readonly string[];
  /** Ended early: rows are missing. */
  readonly stopped?: true;
  /** What else must be known of how it was graded. */
  readonly remarks?: readonly string[];
};

/** The seeds that a scenario is run at. */
function seedsOf(
  { id, scenario }: Entry,
  { target, seeds, seed, salt }: GradeOptions,
): RunTask['seeds'] {
  const one = (number: number) => ({ number, seed: seedOf(id, number, salt) });
  if (seed !== undefined) return [one(seed)];
  return Array.from({ length: seeds ?? target.lab.seeds[scenario.shape] }, (_, i) => one(i + 1));
}

/** Files of a lab that the student does not write, as reports name them. */
export const givenFiles = (lab: Lab): string[] =>
  lab.given.map((file) => shown(path.join(labFolder(lab), file)));

export const studentEntry = (lab: Lab): string => path.join(labFolder(lab), 'index.ts');
export const solutionEntry = (lab: Lab): string => path.join(solutionFolder(lab), 'index.ts');

/** A pool of hosts for a lab, ready to run any submission. */
export async function openSupervisor(
  lab: Lab,
  jobs?: number,
  inspect?: number,
): Promise<{ supervisor: Supervisor; suite: Entry[] }> {
  const options = {
    ...(jobs !== undefined && { jobs }),
    ...(inspect !== undefined && { inspect }),
  };
  const hopeful = new Supervisor({ lab: lab.id, scenarios: filesOf(lab) }, options);
  // Their program is made while the parent reads the suite itself.
  hopeful.prepare();
  const suite = await readSuite(lab);
  if (!suite.some(({ broken }) => broken)) return { supervisor: hopeful, suite };
  const whole = suite.filter(({ broken }) => !broken);
  const scenarios = Object.fromEntries(whole.map(({ id, file }) => [id, file]));
  const supervisor = new Supervisor({ lab: lab.id, scenarios }, options);
  return { supervisor, suite };
}

/** Grades a submission. Never throws for what is wrong with it. */
export async function grade(
  options: GradeOptions,
  pool?: { supervisor: Supervisor; suite: Entry[] },
): Promise<Grade> {
  const { lab } = options.target;
  const { supervisor, suite } = pool ?? (await openSupervisor(lab, options.jobs));
  try {
    const chosen = choose(suite, options.target, options.only);
    if (!pool) supervisor.warm();
    const submission = await readSubmission(lab, options.entry ?? studentEntry(lab));
    if (submission instanceof BundleError) return unreadable(lab, chosen, suite, submission);
    if (options.kept?.length)
      options.onSince?.(
        await Promise.race([
          sinceThen(options.kept, submission, supervisor),
          aborted(options.signal, []),
        ]),
      );
    const rows = await runAll(chosen, submission, supervisor, options);
    const parts = scoreParts(lab, rows, suite);
    const remarks = remarksOn(submission);
    const stopped = rows.length < chosen.length && { stopped: true as const };
    if (!options.shrink || stopped) return { lab, rows, parts, remarks, ...stopped };
    const told = shortened(rows, chosen, submission, supervisor, options);
    const rowsTold = await Promise.race([told, aborted(options.signal, rows)]);
    return { lab, rows: rowsTold, parts, remarks };
  } finally {
    if (!pool) supervisor.end();
  }
}

/** Tells the stories of earlier failures again. */
function sinceThen(
  kept: readonly Capsule[],
  submission: Bundle,
  supervisor: Supervisor,
): Promise<Since[]> {
  return Promise.all(
    kept.map(async (capsule) => {
      const task = tellTask(capsule, 1);
      const settled = await supervisor.run(submission, task);
      const retold = settled.kind === 'result' ? settled.result : undefined;
      return { capsule, retold };
    }),
  );
}

/** What a host does with a capsule; of the trace it sends so many events, from its end. */
export const tellTask = ({ script, rules, options, marks }: Capsule, tail: number): TellTask => ({
  type: 'tell',
  script,
  rules,
  options,
  marks,
  tail,
});

/** The rows again, each failure with its shortest story. */
async function shortened(
  rows: readonly Row[],
  chosen: readonly Entry[],
  submission: Bundle,
  supervisor: Supervisor,
  { shrink: kit, onProgress }: GradeOptions,
): Promise<readonly Row[]> {
  if (!kit) return rows;
  const failing = rows.filter(({ failure }) => failure?.trace?.script).length;
  let told = 0;
  const scenarioOf = (id: string) => chosen.find((entry) => entry.id === id)?.scenario;
  return Promise.all(
    rows.map(async (row) => {
      const { violation, trace } = row.failure ?? {};
      const scenario = scenarioOf(row.id);
      if (!row.failure || !violation || !trace?.script || !scenario) return row;
      const settled = await supervisor.run(submission, {
        type: 'shrink',
        script: trace.script,
        violation,
        rules: activeRules(kit.rules, scenario).map(({ id }) => id),
        options: scenario.options ?? {},
        tail: TAIL,
      });
      onProgress?.('the shortest stories', ++told, failing);
      // A program that runs otherwise each time has no shortest story; its row says so.
      const story = settled.kind === 'result' ? settled.result : undefined;
      if (!story || !isSame(violation, story.run.violation)) return row;
      return { ...row, failure: { ...row.failure, story } };
    }),
  );
}

function unreadable(
  lab: Lab,
  chosen: readonly Entry[],
  suite: readonly Entry[],
  { sentences }: BundleError,
): Grade {
  const refused: Settled = {
    kind: 'refused',
    error: sentences[0] ?? 'the submission cannot be read',
  };
  const rows = chosen.map((entry) => judge(entry, [], true, refused, () => []));
  return { lab, rows, parts: scoreParts(lab, rows, suite), unreadable: sentences };
}

/** Says with each failure what to type to see that very run again. */
function withReplay(row: Row, { target, entry, salt }: GradeOptions): Row {
  const { failure } = row;
  if (!failure?.seed) return row;
  const { number } = failure.seed;
  const flags = [
    ...(number === 1 ? [] : [`--seed ${number}`]),
    ...(salt ? [`--salt ${salt}`] : []),
    ...(entry === undefined ? [] : [entryFlag(target.lab, entry)]),
  ];
  const replay = `npm run replay ${row.id}${flags.length > 0 ? ` -- ${flags.join(' ')}` : ''}`;
  return { ...row, failure: { ...failure, replay } };
}

/** What there is instead, when a grade is ended early. */
const aborted = <T>(signal: AbortSignal | undefined, instead: T): Promise<T> =>
  new Promise((resolve) => {
    if (signal?.aborted) resolve(instead);
    else signal?.addEventListener('abort', () => resolve(instead), { once: true });
  });

const entryFlag = (lab: Lab, entry: string): string =>
  entry === solutionEntry(lab) ? '--solution' : `--entry ${shown(entry)}`;

async function runAll(
  chosen: readonly Entry[],
  submission: Bundle,
  supervisor: Supervisor,
  options: GradeOptions,
): Promise<Row[]> {
  const mapper = new StackMapper(submission.map, givenFiles(options.target.lab));
  const tasks = chosen.map((entry) => ({ entry, seeds: seedsOf(entry, options) }));
  const asked = new Map(tasks.map(({ entry, seeds }) => [entry.id, seeds.length]));
  supervisor.onProgress = (id, done) => options.onProgress?.(id, done, asked.get(id) ?? 0);
  const rows = new Rows(chosen, options.onRow);
  // The long ones first, so that no core is idle at the end: swarms, then the stories of later
  // parts; rows are shown in the manifest's order.
  const order = tasks.toReversed().toSorted((a, b) => b.seeds.length - a.seeds.length);
  const all = Promise.all(
    order.map(async ({ entry, seeds }) => {
      const task: RunTask = {
        type: 'run',
        scenario: entry.id,
        seeds,
        keepGoing: options.keepGoing ?? false,
        recheck: RECHECK,
        tail: TAIL,
      };
      const settled: Settled = entry.broken
        ? { kind: 'broken', error: entry.broken }
        : await supervisor.run(submission, task);
      // Fewer seeds than the manifest has may well miss what a scenario is about.
      const whole = seeds.length >= options.target.lab.seeds[entry.scenario.shape];
      const row = judge(entry, seeds, whole, settled, (stack) => mapper.places(stack));
      options.onVerdict?.(row);
      rows.add(withReplay(row, options));
    }),
  );
  await Promise.race([all, aborted(options.signal, undefined)]);
  return rows.end();
}
