import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CAPSULE_VERSION, parseCapsule } from '../../capsule.ts';
import { Course, solved } from '../bad-input/course.ts';

const SERVER = 'labs/lab1-rpc/server.ts';
const CAPSULE = '.grades/failures/1b-in-progress.json';

let course: Course;
let report: string;

/** A student breaks one line, and grades. */
beforeAll(async () => {
  course = new Course();
  course.change(SERVER, /(isInProgress\([^)]*\): boolean \{\s+)return [^;]+;/, '$1return false;');
  ({ out: report } = await course.run(['grade', '1b-in-progress']));
}, 60_000);
afterAll(() => course.remove());

const capsule = (): string => course.read(CAPSULE);
const linesWith = (out: string, ...words: string[]): string[] =>
  out.split('\n').filter((line) => words.some((word) => line.includes(word)));

test('a report says how far the failure has been shrunk, what it needs, and how to see it', () => {
  const start = report.indexOf('✗ 1b-in-progress');
  const shown = report.slice(start, report.lastIndexOf('Part B'));
  expect(shown).toMatchSnapshot();
});

test('a capsule is told again as the same run, without the suite that found it', async () => {
  const suites = course.path('grader/suites');
  fs.renameSync(suites, `${suites}.away`);
  const { out, code } = await course.run(['replay', CAPSULE]);
  fs.renameSync(`${suites}.away`, suites);
  expect(linesWith(out, 'rule at-most-once', 'the run of the capsule')).toHaveLength(2);
  expect(code).toBe(1);
});

test('on code that has changed it says after which decision the run went another way', async () => {
  const broken = course.read(SERVER);
  course.change(SERVER, '): boolean {\n    return false;', '): boolean {\n    return true;');
  const { out } = await course.run(['replay', CAPSULE]);
  course.write(SERVER, broken);
  expect(out).toMatch(/The run goes another way after decision \d+ of \d+, which was "/);
  expect(out).toContain('not the run of the capsule: the code has changed since');
});

test('the timeline of a replay is cut in time and to nodes', async () => {
  const { out } = await course.run([
    'replay',
    CAPSULE,
    '--from',
    '0',
    '--to',
    '10',
    '--node',
    'c1',
  ]);
  const timeline = out.slice(0, out.indexOf('✗ 1b-'));
  const times = [...timeline.matchAll(/^!? *(\d+(?:\.\d+)?) /gm)].map(([, ms]) => Number(ms));
  expect(times.length).toBeGreaterThan(0);
  expect(Math.max(...times)).toBeLessThanOrEqual(10);
  expect(timeline).not.toMatch(/^ *ms +bank/m);
});

test.each([
  ['zz', 'There is no node zz in this run; there are bank, c1.\n'],
  ['bank,c1', 'there are bank, c1. Name each by itself: --node a --node b.\n'],
])('a replay of no node of its run, %s, says which nodes there are', async (node, said) => {
  const { out, code } = await course.run(['replay', CAPSULE, '--node', node]);
  expect(out).toContain(said);
  expect(code).toBe(2);
});

test('a failure is run first next time, and when it is mended it goes', async () => {
  const broken = course.read(SERVER);
  const still = await course.run(['grade', '1b-in-progress']);
  expect(linesWith(still.out, 'run first', 'still breaks')).toEqual([
    'The failures of the last grade, run first',
    '  ✗ 1b-in-progress          still breaks at-most-once',
  ]);
  course.write(SERVER, solved('server.ts'));
  const mended = await course.run(['grade', '1b-in-progress']);
  expect(linesWith(mended.out, 'since')).toEqual([
    '  ✓ 1b-in-progress          fixed since: at-most-once',
  ]);
  expect(fs.existsSync(course.path(CAPSULE))).toBe(false);
  course.write(SERVER, broken);
  await course.run(['grade', '1b-in-progress']);
});

test('a capsule holds no path of this machine', () => {
  expect(capsule()).not.toContain(course.folder);
});

test.each([
  ['no JSON', () => 'x', 'is no capsule: it is not JSON.'],
  ['another file', () => '{"a":1}', 'is no capsule.'],
  [
    'an older version',
    () => capsule().replace(`"version": ${CAPSULE_VERSION}`, '"version": 0'),
    `has version 0 of the format, and this grader reads version ${CAPSULE_VERSION}.`,
  ],
  [
    'another course',
    () => capsule().replace(/"course": "[^"]*"/, '"course": "0"'),
    'is of version 0 of the course',
  ],
  [
    'a damaged step',
    () => capsule().replace('"do": "invoke"', '"do": "dance"'),
    'is damaged at script.steps.',
  ],
])('%s in the place of a capsule is said, with what to do', async (_, text, said) => {
  const file = '.grades/failures/other.json';
  course.write(file, text());
  const { out, code } = await course.run(['replay', file]);
  expect(out).toContain(`other.json ${said}`);
  expect(out).toContain('Grade again: a failure writes its capsule anew.');
  expect(code).toBe(2);
});

test('a damaged capsule does not keep anybody from grading', async () => {
  course.write(CAPSULE, 'x');
  const { out, code } = await course.run(['grade', '1b-in-progress']);
  expect(out).toContain('1b-in-progress.json is no capsule: it is not JSON.');
  expect(out).toContain('rule at-most-once');
  expect(code).toBe(1);
  // And it is there again.
  expect(parseCapsule(capsule(), 'it').rule).toBe('at-most-once');
});
