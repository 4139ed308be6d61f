import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from '../../loader/bundle.ts';
import { saidBy, Course } from './course.ts';
import { ENDED, SUBMISSIONS, type Printed, type Submission } from './submissions.ts';

const TSX = pathToFileURL(path.join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;

async function print(course: Course, submissions: readonly Submission[]): Promise<Printed[]> {
  const script = 'grader/self/bad-input/grade-them.ts';
  const child = course.node([`--import=${TSX}`, course.path(script)]);
  child.stdin?.end(JSON.stringify(submissions));
  const { out } = await saidBy(child);
  return JSON.parse(out.slice(out.indexOf('['))) as Printed[];
}

/** Two at once: what waits for a loop to be ended leaves the processor to others. */
async function printAll(): Promise<ReadonlyMap<string, readonly Printed[]>> {
  const groups = Object.entries(SUBMISSIONS);
  const courses = [new Course().hurry().impatient(), new Course().hurry()] as const;
  const endless = groups.filter(([heading]) => heading === ENDED);
  const rest = groups.filter(([heading]) => heading !== ENDED);
  try {
    const printed = await Promise.all([
      print(
        courses[0],
        endless.flatMap(([, all]) => all),
      ),
      print(
        courses[1],
        rest.flatMap(([, all]) => all),
      ),
    ]);
    const byName = new Map(printed.flat().map((one) => [one.name, one]));
    return new Map(
      groups.map(([heading, all]) => [heading, all.flatMap(({ name }) => byName.get(name) ?? [])]),
    );
  } finally {
    for (const course of courses) course.remove();
  }
}

const all = printAll();
const each = async (): Promise<Printed[]> => [...(await all).values()].flat();

test('what is said of each bad submission is as the table has it', async () => {
  const table = [...(await all)].map(([heading, printed]) => {
    const blocks = printed.map(({ name, code, rows, said }) =>
      [`• ${name}  (exit ${code})`, ...rows, ...said.map((line) => `  ${line}`)].join('\n'),
    );
    return `${heading}\n${'='.repeat(heading.length)}\n\n${blocks.join('\n\n')}\n`;
  });
  await expect(table.join('\n\n')).toMatchFileSnapshot('submissions.txt');
});

test('every bad submission is graded, and fails', async () => {
  const names = Object.values(SUBMISSIONS).flatMap((some) => some.map(({ name }) => name));
  const graded = (await each()).map(({ name, code }) => `${name}: ${code}`);
  expect(graded).toEqual(names.map((name) => `${name}: 1`));
});

/** A rule of the lab finds these first, and proves it: that is another report. */
const BY_RULE = [
  'a promise that never settles',
  'an outcome that is never told',
  'sleeps without end',
];

test('each is told in at most six lines, and in no word of our own files', async () => {
  for (const { name, said } of await each()) {
    if (!BY_RULE.includes(name)) expect(said.length, name).toBeLessThanOrEqual(6);
    expect(said.join('\n'), name).not.toMatch(/node_modules|host\.mjs|submission\.js|\/tmp|file:/);
  }
});

/** A promise that settles never, and a value without a stack, have no line. */
const NOWHERE = [
  'the entry is missing',
  'the entry exports no start',
  'start returns nothing',
  'a string is thrown',
  'an object is thrown',
  'a promise that never settles',
  'an outcome that is never told',
  'sleeps without end',
  'sleeps of no time, without end',
];

test('each names the line of the student’s that did it', async () => {
  const without = (await each())
    .filter(({ said }) => !/labs\/lab1-rpc\/(client|index)\.ts:\d+/.test(said.join('\n')))
    .map(({ name }) => name);
  expect(without).toEqual(NOWHERE);
});
