import type { Violation } from './kit/monitor.ts';
import type { Lab, Part } from './labs.ts';
import type { Place } from './loader/stack.ts';
import type { Failure } from './protocol.ts';
import type { Settled } from './supervisor.ts';
import type { Entry } from './suite.ts';

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
};

export type PartScore = {
  readonly part: Part;
  readonly score: number;
  readonly of: number;
  readonly rows: readonly Row[];
};

type Seed = { readonly number: number; readonly seed: string };

/** Judges what a host said of a scenario, against what was asked of it. */
export function judge(
  entry: Entry,
  seeds: readonly Seed[],
  whole: boolean,
  settled: Settled,
  places: (stack: string) => readonly Place[],
): Row {
  const { id, part, scenario } = entry;
  const asked = seeds.length;
  const base = {
    id,
    part: part.id,
    steps: scenario.steps,
    title: scenario.title,
    note: scenario.note,
    points: scenario.points,
    score: 0,
  };
  const none = { seeds: { asked, ran: 0, passed: 0 }, events: 0, virtual: 0, wall: 0 };
  if (settled.kind === 'hung')
    return { ...base, ...none, verdict: 'hung', failure: hung(settled, seeds, places) };
  if (settled.kind !== 'result') {
    return {
      ...base,
      ...none,
      verdict: settled.kind === 'refused' ? 'fail' : 'broken',
      failure: { text: settled.error, places: [] },
    };
  }
  const { ran, passed, failures, witnessed, events, virtual, wall } = settled.result;
  const row = { ...base, seeds: { asked, ran, passed }, events, virtual, wall };
  const first = failures[0];
  if (first)
    return {
      ...row,
      verdict: first.nondeterministic ? 'nondeterministic' : verdictOf(first),
      failure: failed(first, places),
    };
  if (passed < asked)
    return {
      ...row,
      verdict: 'broken',
      failure: { text: `the host ran ${ran} of ${asked} seeds`, places: [] },
    };
  const missing = Object.keys(scenario.witnesses).filter((name) => !witnessed.includes(name));
  if (whole && missing.length > 0)
    return {
      ...row,
      verdict: 'vacuous',
      failure: { text: vacuous(scenario.witnesses, missing), places: [] },
    };
  return { ...row, score: scenario.points, verdict: 'pass' };
}

const verdictOf = ({ run }: Failure): Verdict =>
  run.verdict === 'pass' ? 'nondeterministic' : run.verdict;

function vacuous(witnesses: Readonly<Record<string, string>>, missing: readonly string[]): string {
  return `No rule was broken, but what the scenario is about never happened at any seed: ${missing.map((name) => witnesses[name]).join('; ')}. That is no pass.`;
}

function failed(failure: Failure, places: (stack: string) => readonly Place[]): Failed {
  const { run, number, seed, nondeterministic } = failure;
  const text = nondeterministic
    ? `the same seed gave two different runs (${nondeterministic.first} and ${nondeterministic.second})`
    : run.error;
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
  places: (stack: string) => readonly Place[],
): Failed {
  const at = seeds[done];
  const who = alarm.node ? `${alarm.node}, in its event ${alarm.events},` : 'the program';
  const what =
    alarm.kind === 'memory'
      ? `${who} used more than 1 GiB of memory, and was ended`
      : `${who} ran for 5 seconds without coming to an end, and was ended: is there a loop that never leaves, or never awaits env.sleep?`;
  return {
    text: what,
    places: places(alarm.stack),
    ...(at && { seed: { number: at.number, text: at.seed } }),
  };
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

/** Steps in order, each done if every scenario that shows it passes; undefined where nothing was run. */
export function progress(
  lab: Lab,
  rows: readonly Row[],
): { readonly step: string; readonly title: string; readonly done: boolean | undefined }[] {
  return lab.parts.flatMap((part) =>
    part.steps.map(({ id, title }) => {
      const mine = rows.filter((row) => row.steps.includes(id));
      return {
        step: id,
        title,
        done: mine.length === 0 ? undefined : mine.every((row) => row.verdict === 'pass'),
      };
    }),
  );
}
