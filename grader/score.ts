import { describeEvent, type TraceEvent } from '#harness';
import type { Violation } from './kit/monitor.ts';
import type { Scenario } from './kit/scenario.ts';
import type { Lab, Part } from './labs.ts';
import { shown } from './loader/bundle.ts';
import type { Place } from './loader/stack.ts';
import type { Alarm, Failure, RunResult, ShortStory } from './protocol.ts';
import type { Settled } from './supervisor.ts';
import type { Entry } from './suite.ts';
import { visible } from './visible.ts';

export type Verdict =
  | 'pass'
  | 'fail'
  | 'not-started'
  | 'vacuous'
  | 'nondeterministic'
  | 'hung'
  | 'broken';

/** What came of one scenario. All but `pass` score 0. */
export type Row = {
  readonly id: string;
  readonly part: string;
  readonly steps: readonly string[];
  readonly title: string;
  readonly note: string;
  readonly points: number;
  readonly score: number;
  readonly verdict: Verdict;
  readonly seeds: { readonly asked: number; readonly ran: number; readonly passed: number };
  readonly events: number;
  /** Virtual and wall time in ms. */
  readonly virtual: number;
  readonly wall: number;
  readonly failure?: Failed;
};

/** Why, with all that a report needs. */
export type Failed = {
  readonly seed?: { readonly number: number; readonly text: string };
  readonly violation?: Violation;
  /** The step whose todo() was reached. */
  readonly step?: string;
  /** Sentences for a verdict without a violation. */
  readonly text?: string;
  /** The student's lines, innermost first. */
  readonly places: readonly Place[];
  readonly trace?: Failure;
  /** The shortest story that breaks the same rule. */
  readonly story?: ShortStory;
  /** What to type to see the run again. */
  readonly replay?: string;
  /** The file that keeps the story. */
  readonly capsule?: string;
};

export type PartScore = {
  readonly part: Part;
  readonly score: number;
  readonly of: number;
  readonly rows: readonly Row[];
};

type Seed = { readonly number: number; readonly seed: string };

type Places = (stack: string) => readonly Place[];
type Wrong = { readonly verdict: Exclude<Verdict, 'pass'>; readonly failure: Failed };

/** Judges what a host said of a scenario, against what was asked of it. */
export function judge(
  { id, part, scenario, file, broken }: Entry,
  seeds: readonly Seed[],
  whole: boolean,
  settled: Settled,
  places: Places,
): Row {
  const asked = seeds.length;
  const result = settled.kind === 'result' ? settled.result : undefined;
  const wrong =
    settled.kind === 'result'
      ? wrongIn(settled.result, scenario, asked, whole, places)
      : noResult(settled, seeds, places);
  // What a host could not do is no fault of the scenario that it was given.
  const suites = broken !== undefined || settled.kind !== 'broken';
  return {
    id,
    part: part.id,
    steps: scenario.steps,
    title: scenario.title,
    note: scenario.note,
    points: scenario.points,
    score: wrong ? 0 : scenario.points,
    verdict: 'pass',
    seeds: { asked, ran: result?.ran ?? 0, passed: result?.passed ?? 0 },
    events: result?.events ?? 0,
    virtual: result?.virtual ?? 0,
    wall: result?.wall ?? 0,
    ...(wrong && seen(suites && wrong.verdict === 'broken' ? inFile(wrong, file) : wrong)),
  };
}

/** A trace is kept as it is: whoever draws it shows what is in its texts. */
const seen = ({ verdict, failure: { trace, ...said } }: Wrong): Wrong => ({
  verdict,
  failure: { ...visible(said), ...(trace && { trace }) },
});

/** Who mends a suite needs to know which file. */
const inFile = ({ verdict, failure }: Wrong, file: string): Wrong => ({
  verdict,
  failure: { ...failure, text: `${shown(file)}: ${failure.text}` },
});

function noResult(
  settled: Exclude<Settled, { kind: 'result' }>,
  seeds: readonly Seed[],
  places: Places,
): Wrong {
  if (settled.kind === 'hung') return hung(settled, seeds, places);
  const verdict = settled.kind === 'refused' ? 'fail' : 'broken';
  return { verdict, failure: { text: brief(settled.error), places: [] } };
}

/** Of what a process printed as it ended: that it did, and the error that ended it. */
function brief(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const error = rest.find((line) => /^\w*Error\b/.test(line));
  return error === undefined ? first : `${first}: ${error}`;
}

/** A scenario passes if every seed does, and what it is about has happened. */
function wrongIn(
  { ran, passed, failures, witnessed }: RunResult,
  { witnesses }: Scenario,
  asked: number,
  whole: boolean,
  places: Places,
): Wrong | undefined {
  const first = failures[0];
  if (first) return { verdict: verdictOf(first), failure: failed(first, places) };
  if (passed < asked) {
    const text = `the host ran ${ran} of ${asked} seeds`;
    return { verdict: 'broken', failure: { text, places: [] } };
  }
  const missing = Object.keys(witnesses).filter((name) => !witnessed.includes(name));
  if (!whole || missing.length === 0) return undefined;
  return { verdict: 'vacuous', failure: { text: vacuous(witnesses, missing), places: [] } };
}

const verdictOf = ({ run, nondeterministic }: Failure): Wrong['verdict'] =>
  nondeterministic || run.verdict === 'pass' ? 'nondeterministic' : run.verdict;

function vacuous(witnesses: Readonly<Record<string, string>>, missing: readonly string[]): string {
  const never = missing.map((name) => witnesses[name]).join('; ');
  return (
    `This story could not be judged: it is about what happens when ${never}, and that never ` +
    'happened, at any seed. No rule was broken here, and that is no pass. If another story ' +
    'fails, mend that first: this one may need it. If none does, ask why your program never ' +
    'comes there.'
  );
}

/** That a seed gave two runs, and the first event in which they differ. */
function differently({ first, second, parting }: NonNullable<Failure['nondeterministic']>): string {
  const said = (event: TraceEvent | undefined): string =>
    event ? `at ${event.at} ms ${describeEvent(event)}` : 'nothing more';
  const where = parting
    ? ` They part at event ${parting.event}: ${said(parting.one)}; the other time ` +
      `${said(parting.other)}.`
    : '';
  return (
    `The same seed gave two different runs (${first} and ${second}).${where} ` +
    'All that a node knows must come from its messages, its disk and Env.'
  );
}

function failed(failure: Failure, places: Places): Failed {
  const { run, number, seed, nondeterministic: two } = failure;
  const text = two ? differently(two) : run.error;
  return {
    seed: { number, text: seed },
    ...(run.violation && { violation: run.violation }),
    ...(run.step !== undefined && { step: run.step }),
    ...(text !== undefined && { text }),
    places: run.stack ? places(run.stack) : [],
    trace: failure,
  };
}

function hung(
  { alarm, done }: Settled & { kind: 'hung' },
  seeds: readonly Seed[],
  places: Places,
): Wrong {
  const at = seeds[done];
  const mine = places(alarm.stack);
  // What runs is known, and no line of the submission is in it.
  const ours = alarm.stack !== '' && mine.length === 0;
  return {
    verdict: ours ? 'broken' : 'hung',
    failure: {
      text: whyEnded(alarm, ours),
      places: mine,
      ...(at && { seed: { number: at.number, text: at.seed } }),
    },
  };
}

const DIED =
  'the JavaScript engine gave up on the program: does it make an array or a text of more than a ' +
  'hundred million parts?';

function whyEnded({ kind, node, events, at, patience }: Alarm, ours: boolean): string {
  if (kind === 'died') return DIED;
  const when = `at ${Number(at.toFixed(3))} ms (event ${events} of the run)`;
  const who = ours ? 'the scenario itself' : node || 'the program';
  const what =
    kind === 'memory'
      ? 'used more than 1 GiB of memory, and was ended'
      : `ran for ${patience / 1000} s without coming to an end, and was ended`;
  const hint =
    kind === 'memory'
      ? 'does something grow without end, or is something very large made at once?'
      : 'is there a loop that never leaves, or never awaits env.sleep?';
  return `${who}, ${when}, ${what}${ours ? '' : `: ${hint}`}`;
}

/** Sums up by part, from the manifest: a scenario without a row scores 0. */
export function scoreParts(lab: Lab, rows: readonly Row[], suite: readonly Entry[]): PartScore[] {
  return lab.parts.flatMap((part) => {
    const mine = rows.filter((row) => row.part === part.id);
    if (mine.length === 0) return [];
    const of = suite
      .filter((entry) => mine.some((row) => row.id === entry.id))
      .reduce((sum, { scenario }) => sum + scenario.points, 0);
    return [{ part, rows: mine, of, score: mine.reduce((sum, row) => sum + row.score, 0) }];
  });
}

/** Points without challenges, and what they are out of. */
export function total(parts: readonly PartScore[]): { score: number; of: number } {
  const counted = parts.filter(({ part }) => !part.challenge);
  return {
    score: counted.reduce((sum, { score }) => sum + score, 0),
    of: counted.reduce((sum, { of }) => sum + of, 0),
  };
}

/**
 * Steps in order: done if every scenario that shows it passes, undefined where nothing could be
 * run.
 */
export function progress(
  lab: Lab,
  rows: readonly Row[],
): { readonly step: string; readonly title: string; readonly done: boolean | undefined }[] {
  return lab.parts.flatMap((part) =>
    part.steps.map(({ id, title }) => {
      const mine = rows.filter((row) => row.steps.includes(id) && row.verdict !== 'broken');
      return {
        step: id,
        title,
        done: mine.length === 0 ? undefined : mine.every((row) => row.verdict === 'pass'),
      };
    }),
  );
}
