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

test('a throw is blamed on its node and its line', async () => {
  expect(await lines('throws')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: TypeError: Cannot read properties of undefined (reading",
      "'missing') at throws.ts:9",
    ]
  `);
  expect(await lines('rejects-late')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: RangeError: too late at rejects-late.ts:10",
    ]
  `);
});

test('a rejection caught too late is a bug, and the message says how to write it', async () => {
  expect(await lines('caught-too-late')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in a rejection that nobody handled: Error: nobody listens yet A",
      "rejection must be handled within the event that caused it: await the promise at once, or",
      "give it its catch where it is made. at caught-too-late.ts:9",
    ]
  `);
});

test('a loop without end costs the running scenario, and names node and line', async () => {
  expect(await lines('endless-loop')).toMatchInlineSnapshot(`
    [
      "hung c1, in its event 3, ran for 5 seconds without coming to an end, and was ended: is",
      "there a loop that never leaves, or never awaits env.sleep? at endless-loop.ts:9",
    ]
  `);
});

test('a loop of promises without end is found too', async () => {
  expect(await said('endless-promises')).toMatch(/^hung c1, in its event \d+, ran for 5 seconds/);
});

test('a memory bomb is put out', async () => {
  expect(await said('memory')).toMatch(
    /^hung c1, in its event \d+, used more than 1 GiB of memory/,
  );
});

test('what is not plain does not cross the wire', async () => {
  expect(await lines('not-plain')).toMatchInlineSnapshot(`
    [
      "fail no-throw: c1 threw in call: NotPlainError: message.extra[1] is an instance of Map.",
      "Only plain data crosses the wire or the disk: null, booleans, finite numbers, strings,",
      "arrays, and objects made with {}.",
    ]
  `);
});

test.each([
  'setTimeout',
  'date-now',
  'new-date',
  'math-random',
  'process',
  'performance',
  'fetch',
  'queueMicrotask',
  'structuredClone',
  'crypto',
])('ambient %s is refused with what to ask of Env, at its line', async (name) => {
  const sentence = await said(`ambient-${name}`);
  expect(sentence).toMatch(
    /^fail no-throw: c1 threw in call: TypeError: \S+ is not there for a node: ./,
  );
  expect(sentence).toMatch(/ at ambient-[\w-]+\.ts:9$/);
});

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
