import fs from 'node:fs';
import path from 'node:path';
import { CapsuleError, capsuleText, readCapsule, type Capsule } from './capsule.ts';
import { GRADES, writeWhole } from './grades.ts';
import type { Lab } from './labs.ts';
import { shown } from './loader/bundle.ts';
import type { Retold } from './protocol.ts';
import type { Row } from './score.ts';

/** Failing capsules are kept from one grade to the next, which runs them first. */
const FAILURES = path.join(GRADES, 'failures');
const fileOf = (id: string): string => path.join(FAILURES, `${id}.json`);

/** What the last grades have left of a submission, and what of it cannot be read. */
export type Kept = {
  readonly capsules: readonly Capsule[];
  readonly unreadable: readonly string[];
};

/** The capsules of these scenarios that a submission failed with. */
export function keptOf(lab: Lab, entry: string, ids: readonly string[]): Kept {
  const capsules: Capsule[] = [];
  const unreadable: string[] = [];
  for (const id of ids) {
    if (!fs.existsSync(fileOf(id))) continue;
    try {
      const capsule = readCapsule(fileOf(id));
      if (capsule.entry === shown(entry) && capsule.lab === lab.id) capsules.push(capsule);
    } catch (error) {
      if (!(error instanceof CapsuleError)) throw error;
      unreadable.push(error.message);
    }
  }
  return { capsules, unreadable };
}

/** What has become of a failure since. */
export type Since = {
  readonly capsule: Capsule;
  /** Undefined: the program did not come to an end with it. */
  readonly retold: Retold | undefined;
};

function capsuleOf(row: Row, lab: Lab, entry: string): Capsule | undefined {
  const { story, seed, violation } = row.failure ?? {};
  if (!story || !violation || !seed || row.verdict !== 'fail') return undefined;
  const { script, rules, options, run, decisions, marks } = story;
  return {
    lab: lab.id,
    scenario: row.id,
    title: row.title,
    note: row.note,
    points: row.points,
    seed,
    entry: shown(entry),
    rules: [...rules],
    options: { ...options } as Capsule['options'],
    rule: violation.rule,
    digest: run.digest,
    decisions,
    marks: [...marks],
    script,
  };
}

/**
 * Keeps a capsule of each failure, and lets go of those that are mended.
 * @returns the rows, each failure with the file that keeps it
 * @throws what writing a file throws
 */
export function keepFailures(rows: readonly Row[], lab: Lab, entry: string): Row[] {
  return rows.map((row) => {
    const capsule = capsuleOf(row, lab, entry);
    if (!row.failure || !capsule) {
      const mended = row.verdict === 'pass' && keptOf(lab, entry, [row.id]).capsules.length > 0;
      if (mended) fs.rmSync(fileOf(row.id), { force: true });
      return row;
    }
    writeWhole(fileOf(row.id), capsuleText(capsule));
    return { ...row, failure: { ...row.failure, capsule: shown(fileOf(row.id)) } };
  });
}
