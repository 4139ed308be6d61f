import { afterEach, expect, test, vi } from 'vitest';
import { main } from '../../cli.ts';
import { kitOf } from '../../kit/index.ts';

async function said(...words: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void lines.push(String(text)));
  expect(await main(['explain', ...words])).toBe(0);
  return lines.join('\n');
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('a rule is explained: its sentence, where it is argued, what to read', async () => {
  expect(await said('at-most-once')).toMatchSnapshot();
});

test('without a rule all are listed, each with its sentence', async () => {
  const all = await said();
  const { rules } = (await kitOf('lab1')).rules;
  const prose = all.replaceAll(/\s+/g, ' ');
  for (const { id, sentence } of rules) expect(prose).toContain(`${id} ${sentence}`);
});
