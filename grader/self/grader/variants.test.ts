import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grade, openSupervisor } from '../../grade.ts';
import { labOf } from '../../kit/index.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Pool } from '../../mutation.ts';

const lab = labOf('lab3');
const folder = path.join(ROOT, 'grader/self/variants', lab.folder);
let pool: Pool;
beforeAll(async () => {
  pool = await openSupervisor(lab);
});
afterAll(() => pool.supervisor.end());

test.each(fs.readdirSync(folder))(
  '%s, which does E4 otherwise than the solution, breaks no rule',
  async (file) => {
    const part = lab.parts.find(({ id }) => id === 'E');
    const target = { lab, step: 'E4', ...(part && { part }) };
    const { rows } = await grade({ target, entry: path.join(folder, file), seeds: 6 }, pool);
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.flatMap(({ id, verdict, failure }) =>
        // At so few seeds not every witness has been reached.
        verdict === 'pass' || verdict === 'vacuous'
          ? []
          : [{ id, verdict, why: failure?.violation ?? failure?.text }],
      ),
    ).toEqual([]);
  },
);
