import fs from 'node:fs';
import { expect, test } from 'vitest';
import { Course } from './course.ts';

const LAB = 'labs/lab1-rpc';

test('with CRLF and accents in its path a lab is graded, its type errors are shown', async () => {
  const course = new Course().hurry();
  try {
    for (const file of fs.readdirSync(course.path(LAB)).filter((name) => name.endsWith('.ts')))
      course.write(`${LAB}/${file}`, course.read(`${LAB}/${file}`).replaceAll('\n', '\r\n'));
    const wrong = ["export const count: number = 'three';", 'export const f = () => process.pid;'];
    course.change(`${LAB}/client.ts`, /$/, `\r\n${wrong.join('\r\n')}\r\n`);
    const { code, out } = await course.run(['grade', 'lab1a']);
    const line = course.read(`${LAB}/client.ts`).split('\r\n').length - 2;
    expect(out.split('\n').filter((one) => /type|error/.test(one))).toEqual([
      '2 type errors (graded all the same):',
      `  ${LAB}/client.ts:${line}:14: error TS2322: ` +
        "Type 'string' is not assignable to type 'number'.",
      `  ${LAB}/client.ts:${line + 1}:24: error TS2591: Cannot find name 'process'.`,
    ]);
    expect(out).toContain('RPC: 25/25');
    expect(code).toBe(0);
  } finally {
    course.remove();
  }
});
