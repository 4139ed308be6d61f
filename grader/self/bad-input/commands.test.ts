import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../cli.ts';

/** A command line that cannot be done, in one process with the test: nothing is run for it. */
async function said(line: string): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void lines.push(String(text)));
  vi.spyOn(console, 'error').mockImplementation((text) => void lines.push(String(text)));
  const code = await main(line.split(' '));
  return `$ ${line}  (exit ${code})\n${lines.join('\n')}\n`;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const LINES = [
  'grdae lab1',
  'grade lab9',
  'grade labl',
  'grade lab1f',
  'grade lab1a9',
  'grade 1a-frist-call',
  'grade lab1 lab2',
  'grade lab1 -- --sede 3',
  'grade lab1 --sede 3',
  'grade lab1 --seed',
  'grade lab1 --seed -3',
  'grade lab1 --seed x',
  'grade lab1 --seed 3 --seeds 3',
  'grade lab1 --json=yes',
  'grade lab1 --only 1a-first',
  'grade lab1 --solution --entry x.ts',
  'explain no-thorw',
  'explain no-throw run-ends',
  'replay',
  'replay .grades/failures/nope.json',
  'replay nope',
  'replay 1b-gohst',
  'replay 1b-ghost --from 9 --to 3',
  'replay 1b-ghost --from soon',
  'play',
  'play lab1 --story gohst',
  'open lab7',
  'reset',
  'reset lab1a3',
  'reset lab1x',
  'bench kernl',
  'check labs',
];

test('what cannot be done is said with what can, and exits with 2', async () => {
  const table: string[] = [];
  for (const line of LINES) table.push(await said(line));
  await expect(table.join('\n')).toMatchFileSnapshot('commands.txt');
  expect(table.filter((one) => !one.includes('(exit 2)'))).toEqual([]);
});

test('a flag that npm has swallowed is given back in the line to type', async () => {
  vi.stubEnv('npm_config_seed', '7');
  expect(await said('grade lab1')).toContain('npm run grade lab1 -- --seed 7');
});
