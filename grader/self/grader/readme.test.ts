import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../loader/bundle.ts';
import { Course } from '../bad-input/course.ts';

const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

test('the report in the README is what its command prints', async () => {
  const [, command = '', flags = '', printed = ''] =
    /<!-- Printed by: npm run (.*) -- (.*) -->\s+```text\n([\s\S]*?)```/.exec(README) ?? [];
  const course = new Course();
  try {
    const { out } = await course.run([...command.split(' '), ...flags.split(' ')]);
    expect(out.trim()).toBe(printed.trim());
  } finally {
    course.remove();
  }
}, 60_000);
