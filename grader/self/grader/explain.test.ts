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

test('a rule is explained: its sentence, a question, where it is argued, what to read', async () => {
  expect(await said('at-most-once')).toMatchInlineSnapshot(`
    "at-most-once
      No call has two entries in the books.

      Ask yourself: A request comes that you have seen before. What does your server know of it: before
      \`begin\`, after it, and after a crash?

      argued in: Birrell & Nelson, Implementing Remote Procedure Calls (1984)
      read:      notes/05-exactly-once.md#keep-the-answer
      checked:   in every story of lab1, from part B (the server, at most once) on"
  `);
});

test('without a rule all are listed, each with its sentence', async () => {
  const all = await said();
  const { rules } = (await kitOf('lab1')).rules;
  const prose = all.replaceAll(/\s+/g, ' ');
  for (const { id, sentence } of rules) expect(prose).toContain(`${id} ${sentence}`);
});
