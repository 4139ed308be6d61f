import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../grades.ts';
import { Course, type Said } from './course.ts';

const SUITE = 'grader/suites/lab1-rpc';

let course: Course;
let said: Said;
beforeAll(async () => {
  course = new Course().hurry().impatient().untyped();
  const whole = course.read(`${SUITE}/1a-first-call.ts`);
  const telling = (body: string): string =>
    whole.replace(/async run\(story\) \{[^]*?\n {2}\},/, `async run(story) {\n    ${body}\n  },`);
  const broken: Readonly<Record<string, string>> = {
    '1a-crossed-replies': 'const = 3;\n',
    '1a-lost-datagrams': `throw new Error('not today');\n${whole}`,
    '1a-nobody-there': 'export default 3;\n',
    '1a-swarm': telling("throw new Error('not today');"),
    '1b-lost-reply': telling('for (;;) await story.sleep(1000);'),
    '1b-first-answer': telling('await new Promise(() => {});'),
    '1b-in-progress': telling("await story.world.invoke('n9', 'call');"),
    '1b-overtaken': telling('for (;;);'),
    '1b-ghost': telling('for (;;) await Promise.resolve();'),
    '1b-swarm': telling("story.witness('nobody');"),
  };
  for (const [id, text] of Object.entries(broken)) course.write(`${SUITE}/${id}.ts`, text);
  fs.rmSync(course.path(`${SUITE}/1a-herd.ts`));
  said = await course.run(['grade', 'lab1']);
});
afterAll(() => course.remove());

test('a broken scenario is told with its file, and blamed on nobody’s program', async () => {
  await expect(said.out).toMatchFileSnapshot('suites.txt');
  expect(said.code).toBe(2);
});

test('the rest of a broken suite is graded', () => {
  const { scenarios } = JSON.parse(course.read('.grades/lab1.json')) as Report;
  const count = (wanted: string) => scenarios.filter(({ verdict }) => verdict === wanted).length;
  expect(count('broken')).toBe(11);
  expect(count('pass')).toBe(scenarios.length - 11);
});
