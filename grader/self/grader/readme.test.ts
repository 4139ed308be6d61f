import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../loader/bundle.ts';

const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

test('the report in the README is what its command prints', async () => {
  const [, command = '', printed = ''] =
    /<!-- Printed by: npm run (grade \S+) -- [\s\S]*?```text\n([\s\S]*?)```/.exec(README) ?? [];
  const flags = /<!-- Printed by: npm run grade \S+ -- (.*) -->/.exec(README)?.[1] ?? '';
  const args = ['grader/start.mjs', ...command.split(' '), ...flags.split(' ')];
  const env = { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
  // It exits with 1: the program that is graded is wrong.
  const run = promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  // The failures of an earlier grade may stand before it.
  expect(stdout.slice(stdout.indexOf('Part B')).trim()).toBe(
    printed.slice(printed.indexOf('Part B')).trim(),
  );
}, 60_000);
