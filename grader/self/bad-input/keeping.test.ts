import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../grades.ts';
import { Course, saidBy } from './course.ts';

/** A node of part E, which no other part needs, never comes back. */
const HANGS = `import type { Net } from '#harness';

export function sealedNet(net: Net): Net {
  for (;;) void net;
}
`;

let course: Course;
beforeAll(() => {
  course = new Course().hurry();
});
afterAll(() => course.remove());

const kept = (file: string): string => course.read(`.grades/${file}`);
const report = (): Report => JSON.parse(kept('lab1.json')) as Report;
const files = (): string[] => fs.readdirSync(course.path('.grades')).toSorted();

/** The lines after the rows and failures: what became of the report. */
const about = (out: string, word: string): string[] =>
  out.split('\n').filter((line) => line.includes(word));

test('a grade whose report cannot be written says so, and is a grade', async () => {
  course.write('.grades', 'a file of that name\n');
  const { code, out } = await course.run(['grade', '1a-first-call']);
  expect(about(out, '.grades')).toMatchInlineSnapshot(`
    [
      "The report could not be kept in .grades: there is a file of that name; move it away. What stands here is right all the same.",
    ]
  `);
  expect(code).toBe(0);
  fs.rmSync(course.path('.grades'));
});

test('on a full disk the report before it stays whole, and nothing is left half-written', async () => {
  await course.run(['grade', '1a-first-call']);
  const before = kept('lab1.json');
  const full = pathToFileURL(course.path('grader/self/bad-input/full-disk.mjs')).href;
  const { code, out } = await course.run(['grade', '1a-swarm'], [`--import=${full}`]);
  expect(about(out, '.grades')).toMatchInlineSnapshot(`
    [
      "The report could not be kept in .grades: the disk is full; make room. What stands here is right all the same.",
    ]
  `);
  expect(code).toBe(0);
  expect(kept('lab1.json')).toBe(before);
  expect(files()).toEqual(['lab1.json']);
});

test('Ctrl-C keeps what was graded, and says so', async () => {
  course.write('labs/lab1-rpc/sealed-net.ts', HANGS);
  // One host hangs in part E until it is stopped; the other has the time to grade the rest.
  course.change('grader/watchdog.ts', 'PATIENCE_MS = 2000', 'PATIENCE_MS = 600_000');
  course.change('grader/labs.ts', "['1e-forger', '1e-replayer', '1e-thrift']", "['1e-thrift']");
  const child = course.start(['grade', 'lab1', '--jobs', '2']);
  child.stdout?.on('data', (data: Buffer) => {
    if (data.toString().includes('1d-storm')) process.kill(-(child.pid as number), 'SIGINT');
  });
  const { code, out } = await saidBy(child);
  expect(about(out, 'Stopped')).toMatchInlineSnapshot(`
    [
      "Stopped. 21 of 22 scenarios had been graded; the rest has no score here. The report is .grades/lab1.json.",
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
      "RPC: 0/100 +0/6 extra  (your best so far: 100)",
    ]
  `);
  expect(both.map(({ code }) => code)).toEqual([1, 1]);
  expect(report().score).toBe(0);
  expect(files()).toEqual(['lab1.json', 'scores.txt']);
});
