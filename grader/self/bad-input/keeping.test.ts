import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../grades.ts';
import { wrap } from '../../style.ts';
import { Course, saidBy } from './course.ts';

/** A node of part E, which no other part needs, never comes back. */
const HANGS = `import type { Net } from '#harness';

export function sealedNet(net: Net): Net {
  for (;;) void net;
}
`;

let course: Course;
beforeAll(() => {
  course = new Course().hurry().impatient().untyped();
});
afterAll(() => course.remove());

const kept = (file: string): string => course.read(`.grades/${file}`);
const report = (): Report => JSON.parse(kept('lab1.json')) as Report;
const files = (folder = ''): string[] =>
  fs.readdirSync(course.path(`.grades/${folder}`)).toSorted();

/** A flag for Node: the disk is full for files whose path has this word. */
const withoutRoom = (word: string): string =>
  `--import=${pathToFileURL(course.path('grader/self/bad-input/full-disk.mjs')).href}?${word}`;

/** The paragraph that speaks of something, in shorter lines. */
const about = (out: string, word: string): string[] =>
  wrap(out.split('\n\n').find((paragraph) => paragraph.includes(word)) ?? 'nothing', 80);

test('a grade whose report cannot be written says so, and is a grade', async () => {
  course.write('.grades', 'a file of that name\n');
  const { code, out } = await course.run(['grade', '1a-first-call']);
  expect(about(out, '.grades')).toMatchInlineSnapshot(`
    [
      "The report could not be kept in .grades: there is a file of that name; move it",
      "away. What stands here is right all the same.",
    ]
  `);
  expect(code).toBe(0);
  fs.rmSync(course.path('.grades'));
});

test('on a full disk the report before it stays whole, and no half of one is left', async () => {
  await course.run(['grade', '1a-first-call']);
  const before = kept('lab1.json');
  const { code, out } = await course.run(['grade', '1a-swarm'], [withoutRoom('.grades')]);
  expect(about(out, '.grades')).toMatchInlineSnapshot(`
    [
      "The report could not be kept in .grades: the disk is full; make room. What",
      "stands here is right all the same.",
    ]
  `);
  expect(code).toBe(0);
  expect(kept('lab1.json')).toBe(before);
  expect(files()).toEqual(['lab1.json']);
});

test('a grader that cannot write its hosts says that the fault is not the student’s', async () => {
  // Another program than any that lies there already.
  course.change('grader/watchdog.ts', 'LOOK_EVERY_MS = 200', 'LOOK_EVERY_MS = 201');
  const { code, out } = await course.run(['grade', 'lab1a'], [withoutRoom('.cache')]);
  expect(about(out, '✗ 1a-first-call')).toMatchInlineSnapshot(`
    [
      "✗ 1a-first-call: a call on a quiet network returns the reply to that call. the",
      "hosts cannot be put into node_modules/.cache: the disk is full; make room the",
      "same: 1a-crossed-replies, 1a-lost-datagrams, 1a-nobody-there and 2 more",
    ]
  `);
  expect(about(out, 'fault')).toMatchInlineSnapshot(`
    [
      "6 of the scenarios could not be run. That is not your fault: tell who keeps the",
      "suite.",
    ]
  `);
  expect(code).toBe(2);
});

test('what nobody foresaw is kept for a report, and exits with 2', async () => {
  const kit = 'grader/kit/lab1/index.ts';
  const before = course.read(kit);
  course.write(kit, `throw new Error('not today');\n${before}`);
  const { code, out } = await course.run(['grade', 'lab1a']);
  expect(wrap(out, 80)).toMatchInlineSnapshot(`
    [
      "The grader itself has failed: Error: not today This is not your fault. Please",
      "report it, with the file .grades/grader-error.txt.",
    ]
  `);
  expect(code).toBe(2);
  expect(kept('grader-error.txt')).toMatch(/^Error: not today\n +at /);
  course.write(kit, before);
  fs.rmSync(course.path('.grades/grader-error.txt'));
});

test('Ctrl-C keeps what was graded, and says so', async () => {
  course.write('labs/lab1-rpc/sealed-net.ts', HANGS);
  // One host hangs in part E until it is stopped; the other has the time to grade the rest.
  course.change('grader/watchdog.ts', 'PATIENCE_MS = 2000', 'PATIENCE_MS = 600_000');
  course.change('grader/labs.ts', "['1e-forger', '1e-replayer', '1e-thrift']", "['1e-thrift']");
  const child = course.start(['grade', 'lab1', '--jobs', '2']);
  let seen = '';
  child.stdout?.on('data', (data: Buffer) => {
    const before = seen;
    seen += data.toString();
    const now = seen.includes('1d-storm') && !before.includes('1d-storm');
    if (now) process.kill(-(child.pid as number), 'SIGINT');
  });
  const { code, out } = await saidBy(child);
  expect(about(out, 'Stopped')).toMatchInlineSnapshot(`
    [
      "Stopped. 21 of 22 scenarios had been graded; the rest has no score here. The",
      "report is .grades/lab1.json.",
    ]
  `);
  expect(code).toBe(130);
  const { stopped, scenarios } = report();
  expect(stopped).toBe(true);
  expect(scenarios.map(({ id }) => id)).toContain('1d-storm');
  expect(scenarios.map(({ verdict }) => verdict)).not.toContain('hung');
  expect(files()).toEqual(['lab1.json']);
  course.change('grader/watchdog.ts', 'PATIENCE_MS = 600_000', 'PATIENCE_MS = 2000');
});

test('a loop without end costs no other scenario its points', async () => {
  const { code, out } = await course.run(['grade', 'lab1']);
  const { score, scenarios } = report();
  expect(scenarios.filter(({ verdict }) => verdict === 'hung').map(({ id }) => id)).toEqual([
    '1e-thrift',
  ]);
  expect(score, out).toBe(100);
  expect(code).toBe(0);
});

test('of two grades at once both are whole, and the best score stands', async () => {
  course.write('labs/lab1-rpc/sealed-net.ts', 'export const sealedNet = 1;\n');
  const both = await Promise.all([
    course.run(['grade', 'lab1', '--jobs', '1']),
    course.run(['grade', 'lab1', '--jobs', '1']),
  ]);
  for (const { out } of both)
    expect(about(out, 'best')).toMatchInlineSnapshot(`
    [
      "RPC: 0/100 +0/6 extra (your best so far: 100) A1 match ← you are here",
    ]
  `);
  expect(both.map(({ code }) => code)).toEqual([1, 1]);
  expect(report().score).toBe(0);
  expect(files()).toEqual(['failures', 'lab1.json', 'scores.txt']);
  const failed = report().scenarios.filter(({ failure }) => failure?.rule !== undefined);
  const capsules = failed.map(({ id }) => `${id}.json`).toSorted();
  expect(files('failures')).toEqual(capsules);
  expect(capsules.length).toBeGreaterThan(0);
});
