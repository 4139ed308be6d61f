import fs from 'node:fs';
import path from 'node:path';
import type { Grade } from './grade.ts';
import type { Lab } from './labs.ts';
import { ROOT } from './loader/bundle.ts';
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
};

function failureOf({ failure }: Row): ReportFailure | undefined {
  if (!failure) return undefined;
  const { seed, violation, step, text, places, trace, replay } = failure;
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
  };
}

export function reportOf({ lab, parts, rows, unreadable }: Grade): Report {
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
  };
}

/** Writes a file whole or not at all: two grades may run at once. */
function write(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, `${JSON.stringify(value, undefined, 2)}\n`);
  fs.renameSync(part, file);
}

function read(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export type Best = { readonly [lab: string]: number };

/** Keeps the report, and the best score so far. @returns the best score before, if there was one */
export function keep(report: Report, whole: boolean): number | undefined {
  write(path.join(GRADES, `${report.lab}.json`), report);
  if (!whole) return undefined;
  const best = (read(path.join(GRADES, 'best.json')) ?? {}) as Best;
  const before = best[report.lab];
  if (before === undefined || report.score > before)
    write(path.join(GRADES, 'best.json'), { ...best, [report.lab]: report.score });
  return before;
}

export const lastReport = (lab: Lab): Report | undefined =>
  read(path.join(GRADES, `${lab.id}.json`)) as Report | undefined;
