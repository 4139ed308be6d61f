import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grade, openSupervisor } from '../../grade.ts';
import { kitOf, labOf } from '../../kit/index.ts';
import { mutantFolder } from '../../labs.ts';
import type { Pool } from '../../mutation.ts';
import { failures } from '../../report/failures.ts';
import { failureLines, hereLine, rowLine, summaryLines } from '../../report/terminal.ts';
import { ascii, styleFor, wrap, type Style } from '../../style.ts';

const lab = labOf('lab1');
const style = (columns: number, env: Record<string, string> = {}): Style =>
  styleFor({ env: { LANG: 'en_GB.UTF-8', ...env }, tty: true, columns, platform: 'linux' });
const plain = (columns: number): Style => style(columns, { NO_COLOR: '1' });

let pool: Pool;
beforeAll(async () => {
  pool = await openSupervisor(lab);
});
afterAll(() => pool.supervisor.end());

const broken = (mutant: string, only: string) =>
  grade({ target: { lab }, entry: path.join(mutantFolder(lab), `${mutant}.ts`), only }, pool);

test('in 15 lines a failure says which rule broke, where, when, and how to see it', async () => {
  const { rows } = await broken('rpc-02-new-id-each-try', '1b-lost-reply');
  const row = rows[0];
  if (!row?.failure?.violation) throw new Error('the mutant was not killed');
  const first = failureLines(row, await kitOf('lab1'), plain(100), true)
    .slice(0, 15)
    .join('\n');
  const { rule, node, at } = row.failure.violation;
  expect(first).toContain(`rule ${rule}, broken by ${node} at ${at} ms`);
  expect(first).toContain('npm run replay 1b-lost-reply');
  expect(first).toMatch(/read: +notes\/\S+\.md#\S+/);
});

test.each([80, 100])('no line of a report is wider than %d columns', async (columns) => {
  const result = await broken('a2-any-reply', '1a-crossed-replies');
  const kit = await kitOf('lab1');
  const lines = result.rows.flatMap((row) => [
    rowLine(row, plain(columns)),
    ...failureLines(row, kit, plain(columns), true),
  ]);
  lines.push(...summaryLines(result, 100, plain(columns)), hereLine(result, plain(columns)) ?? '');
  // A command is one line, to be copied.
  const prose = lines.filter((line) => !line.startsWith('  again: '));
  expect(prose.filter((line) => line.length > columns)).toEqual([]);
});

test('of the stories that break one rule one is told, the others take a line each', async () => {
  const entry = path.join(mutantFolder(lab), 'c1-tells-then-saves.ts');
  const result = await grade({ target: { lab }, entry, seeds: 1 }, pool);
  const kit = await kitOf('lab1');
  const telling = (verbose: boolean): string[] => failures(result, kit, plain(100), verbose);
  const told = (lines: readonly string[]): number =>
    lines.filter((line) => line.startsWith('  rule saved-before-told')).length;
  const failed = result.rows.filter(({ verdict }) => verdict === 'fail').length;
  expect(told(telling(false))).toBe(1);
  expect(telling(false)).toContainEqual(
    expect.stringContaining(`is broken in ${failed - 1} other stories too`),
  );
  expect(told(telling(true))).toBe(failed);
});

test('colours only where they are wanted', () => {
  expect(style(100).red('x')).not.toBe('x');
  expect(plain(100).red('x')).toBe('x');
  expect(styleFor({ env: {}, tty: false, columns: undefined, platform: 'linux' }).red('x')).toBe(
    'x',
  );
  expect(
    styleFor({ env: { FORCE_COLOR: '1' }, tty: false, columns: undefined, platform: 'linux' }).red(
      'x',
    ),
  ).not.toBe('x');
});

test('one line is rewritten only on a terminal that is nobody’s log', () => {
  expect(style(100).live).toBe(true);
  expect(style(100, { CI: 'true' }).live).toBe(false);
  expect(styleFor({ env: {}, tty: false, columns: 100, platform: 'linux' }).live).toBe(false);
});

test('a terminal without UTF-8 gets ASCII', () => {
  expect(
    styleFor({ env: { LC_ALL: 'C' }, tty: true, columns: 80, platform: 'linux' }).unicode,
  ).toBe(false);
  // oxlint-disable-next-line no-control-regex -- what is asked is that nothing else is there
  expect(ascii('✓ 3/3 … → ■ “said”')).toMatch(/^[\u0000-\u007F]+$/);
});

test('prose is broken at words', () => {
  expect(wrap('one two three', 9, '  ')).toEqual(['  one two', '  three']);
});
