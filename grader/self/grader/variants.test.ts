import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grade, openSupervisor, type GradeOptions } from '../../grade.ts';
import { labOf } from '../../kit/index.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Pool } from '../../mutation.ts';

/** Right programs that differ from the solution in one thing, which a rule might take amiss. */
const lab = labOf('lab3');
const partE = lab.parts.find(({ id }) => id === 'E');
const GRADED: Readonly<Record<string, readonly GradeOptions['target'][]>> = {
  'parts-a-to-d': lab.parts.filter(({ challenge }) => !challenge).map((part) => ({ lab, part })),
  'step-e4': [{ lab, step: 'E4', ...(partE && { part: partE }) }],
};
const FOLDER = path.join(ROOT, 'grader/self/variants', lab.folder);

let pool: Pool;
beforeAll(async () => {
  pool = await openSupervisor(lab);
});
afterAll(() => pool.supervisor.end());

test('each folder of variants is graded', () => {
  expect(fs.readdirSync(FOLDER).toSorted()).toEqual(Object.keys(GRADED).toSorted());
});

describe.each(Object.entries(GRADED))('%s', (folder, targets) => {
  test.each(fs.readdirSync(path.join(FOLDER, folder)))('%s breaks no rule', async (file) => {
    const entry = path.join(FOLDER, folder, file);
    const grades = [];
    for (const target of targets) grades.push(await grade({ target, entry, seeds: 5 }, pool));
    const rows = grades.flatMap((one) => one.rows);
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.flatMap(({ id, verdict, failure }) =>
        // At so few seeds not every witness has been reached.
        verdict === 'pass' || verdict === 'vacuous'
          ? []
          : [{ id, verdict, why: failure?.violation ?? failure?.text }],
      ),
    ).toEqual([]);
  });
});
