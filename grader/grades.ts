import fs from 'node:fs';
import path from 'node:path';
import type { Grade } from './grade.ts';
import type { Lab } from './labs.ts';
import { ROOT } from './loader/bundle.ts';
import type { ShortStory } from './protocol.ts';
import { total, type Row } from './score.ts';

/** Where reports are kept. Nothing leaves the machine. */
export const GRADES = path.join(ROOT, '.grades');

/** A report as it is written: no user or host names, no absolute paths. */
export type Report = {
  readonly version: 1;
  readonly lab: string;
  readonly score: number;
  readonly of: number;
  readonly parts: readonly {
    readonly part: string;
    readonly title: string;
    readonly score: number;
    readonly of: number;
    readonly challenge: boolean;
  }[];
  readonly scenarios: readonly (Omit<Row, 'failure'> & { readonly failure?: ReportFailure })[];
  readonly errors?: readonly string[];
  /** Ctrl-C: the scenarios that had an end by then are here, the others are not. */
  readonly stopped?: true;
  readonly remarks?: readonly string[];
};

type ReportFailure = {
  readonly seed?: { readonly number: number; readonly text: string };
  readonly rule?: string;
  readonly node?: string;
  readonly at?: number;
  readonly text?: string;
  readonly proof?: readonly { readonly at: number; readonly node: string; readonly text: string }[];
  readonly places?: readonly string[];
  readonly step?: string;
  readonly digest?: string;
  readonly replay?: string;
  /** The file that keeps the shortest story, and what is left of the run in it. */
  readonly capsule?: string;
  readonly story?: {
    readonly faults: ShortStory['faults'];
    readonly events: number;
    readonly minimal: boolean;
  };
};

function failureOf({ failure }: Row): ReportFailure | undefined {
  if (!failure) return undefined;
  const { seed, violation, step, text, places, trace, replay, story, capsule } = failure;
  return {
    ...(seed && { seed }),
    ...(replay !== undefined && { replay }),
    ...(violation && {
      rule: violation.rule,
      node: violation.node,
      at: violation.at,
      text: violation.text,
      proof: violation.proof,
    }),
    ...(text !== undefined && { text }),
    ...(step !== undefined && { step }),
    ...(places.length > 0 && { places: places.map(({ file, line }) => `${file}:${line}`) }),
    ...(trace && { digest: trace.run.digest }),
    ...(capsule !== undefined && { capsule }),
    ...(story && {
      story: { faults: story.faults, events: story.traced, minimal: story.minimal },
    }),
  };
}

export function reportOf({ lab, parts, rows, unreadable, stopped, remarks = [] }: Grade): Report {
  const { score, of } = total(parts);
  return {
    version: 1,
    lab: lab.id,
    score,
    of,
    parts: parts.map((one) => ({
      part: one.part.id,
      title: one.part.title,
      score: one.score,
      of: one.of,
      challenge: one.part.challenge,
    })),
    scenarios: rows.map((row) => {
      const { failure: _, ...rest } = row;
      const failure = failureOf(row);
      return failure ? { ...rest, failure } : rest;
    }),
    ...(unreadable && { errors: unreadable }),
    ...(stopped && { stopped }),
    ...(remarks.length > 0 && { remarks }),
  };
}

/** Writes a file whole or not at all: two grades may run at once. */
export function writeWhole(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  try {
    fs.writeFileSync(part, `${JSON.stringify(value, undefined, 2)}\n`);
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}

function read(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * One line for each whole grade, `lab score`. Lines are only ever added, so that of two grades that
 * end at once none can take away what the other knew.
 */
const scoresFile = (): string => path.join(GRADES, 'scores.txt');

function bestOf(lab: string): number | undefined {
  const lines = fs.existsSync(scoresFile()) ? fs.readFileSync(scoresFile(), 'utf8') : '';
  const scores = lines
    .split('\n')
    .filter((line) => line.startsWith(`${lab} `))
    .map((line) => Number(line.slice(lab.length + 1)))
    .filter(Number.isFinite);
  return scores.length > 0 ? Math.max(...scores) : undefined;
}

/** Keeps the report, and the best score so far. @returns the best score before, if there was one */
export function keep(report: Report, whole: boolean): number | undefined {
  writeWhole(path.join(GRADES, `${report.lab}.json`), report);
  if (!whole) return undefined;
  const before = bestOf(report.lab);
  if (report.score > (before ?? -1))
    fs.appendFileSync(scoresFile(), `${report.lab} ${report.score}\n`);
  return before;
}

/** Keeps what went wrong with the grader. @returns its file, if it could be written */
export function keepError(text: string): string | undefined {
  try {
    fs.mkdirSync(GRADES, { recursive: true });
    fs.writeFileSync(path.join(GRADES, 'grader-error.txt'), `${text}\n`);
    return '.grades/grader-error.txt';
  } catch {
    return undefined;
  }
}

export const lastReport = (lab: Lab): Report | undefined =>
  read(path.join(GRADES, `${lab.id}.json`)) as Report | undefined;
