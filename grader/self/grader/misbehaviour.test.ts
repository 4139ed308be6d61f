import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grade, openSupervisor } from '../../grade.ts';
import { labOf } from '../../kit/index.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Pool } from '../../mutation.ts';
import { wrap } from '../../style.ts';

const lab = labOf('lab1');
let pool: Pool;
beforeAll(async () => {
  pool = await openSupervisor(lab);
});
afterAll(() => pool.supervisor.end());

/** What the grader makes of a program: verdict, rule, sentence, and the first place in its file. */
async function said(program: string, only = '1a-first-call'): Promise<string> {
  const entry = path.join(ROOT, 'grader/self/programs', `${program}.ts`);
  const { rows, unreadable } = await grade({ target: { lab }, entry, only, seeds: 1 }, pool);
  if (unreadable) return unreadable.join('\n');
  const { verdict, failure } = rows[0] ?? { verdict: 'no row' };
  const { violation, text = '', places = [] } = failure ?? {};
  const [place] = places;
  const where = place ? ` at ${path.posix.basename(place.file)}:${place.line}` : '';
  return `${verdict} ${violation ? `${violation.rule}: ${violation.text}` : text}${where}`;
}

const lines = async (program: string): Promise<string[]> => wrap(await said(program), 90);

test('the isolation gives nothing to escape with, and nothing to meet in', async () => {
  expect(await lines('proxied')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: Error: found: at proxied.ts:11",
    ]
  `);
  expect(await lines('constructs')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: TypeError: Function.prototype.constructor is not a valid",
      "constructor. at constructs.ts:11",
    ]
  `);
  expect(await lines('shares')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: TypeError: Cannot add property lives, object is not",
      "extensible at shares.ts:11",
    ]
  `);
  expect(await lines('global-variable')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: TypeError: Cannot add property lives, object is not",
      "extensible at global-variable.ts:9",
    ]
  `);
});

test('every life evaluates its modules afresh', async () => {
  expect(await said('fresh-module', '1b-first-answer')).toBe('pass ');
});
