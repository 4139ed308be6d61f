import { describe, expect, it } from 'vitest';
import { pagesOf } from '../../check/links.ts';
import { sentence } from '../../check/problem.ts';
import { snippets } from '../../check/snippets.ts';
import { treeOf } from './tree-of.ts';

const source = [
  'export function f() {',
  '  // #region body',
  '  const a = 1;',
  '  // #region inner',
  '  if (a) {',
  '    return a;',
  '  }',
  '  // #endregion inner',
  '  // #endregion body',
  '}',
].join('\n');
const body = 'const a = 1;\nif (a) {\n  return a;\n}';
const fence = (info: string, content: string): string => `\`\`\`${info}\n${content}\n\`\`\`\n`;

const playOutput = async (args: readonly string[]): Promise<string> => {
  if (args[0] === 'lab9') throw new Error('there is no lab9');
  return `played ${args.join(' ')}\n\n`;
};

async function checked(page: string, fix = false): Promise<{ said: string[]; page: string }> {
  const tree = treeOf({ 'notes/a.md': page, 'labs/f.ts': source });
  const problems = await snippets(tree, pagesOf(tree), { playOutput, fix });
  return { said: problems.map(sentence), page: tree.read('notes/a.md') };
}

describe('snippets', () => {
  it('are a region of a file, or all of it, without marks and indentation', async () => {
    const inner = 'if (a) {\n  return a;\n}';
    const page = [
      fence('ts file=labs/f.ts#body', body),
      fence('ts file=labs/f.ts#inner', inner),
      fence('ts file=labs/f.ts', source.replace(/^.*region.*\n/gm, '')),
    ].join('\n');
    expect((await checked(page)).said).toEqual([]);
  });

  it('are what a run prints, and npm takes the first -- away', async () => {
    const page = fence('text run="lab1 -- --story 2"', 'played lab1 --story 2');
    expect((await checked(page)).said).toEqual([]);
  });

  it.each([
    [
      fence('ts file=labs/f.ts#body', 'const a = 2;'),
      ':2 is not what "ts file=labs/f.ts#body" gives',
    ],
    [fence('ts file=labs/f.ts#nobody', body), ':1 names #nobody'],
    [fence('ts file=labs/g.ts#body', body), ':1 names labs/g.ts, which is not there'],
    [fence('ts file=labs/f.ts #body', body), ':1 begins with "ts file=labs/f.ts #body"'],
    [fence('text run="lab1"', 'stopped'), ':2 is not what "text run="lab1"" gives'],
    [
      fence('text run="lab9"', ''),
      ':1 runs "npm run play lab9", which fails: Error: there is no lab9',
    ],
  ])('are told of when they are not: %j', async (page, why) => {
    const { said } = await checked(page);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`notes/a.md${why}`);
  });

  it('are put right by --fix, in lists too, and nothing else changes', async () => {
    const page = (printed: string, code: string): string =>
      [
        `# A\n\n${fence('text run="lab1"', printed)}\n- item\n`,
        fence('ts file=labs/f.ts#body', code).replace(/^(?=.)/gm, '  '),
        'end\n',
      ].join('\n');
    const fixed = await checked(page('old\nlines', 'x'), true);
    expect(fixed.said).toEqual([]);
    expect(fixed.page).toBe(page('played lab1', body));
    expect((await checked(fixed.page)).said).toEqual([]);
  });

  it('without an origin are nobody’s business', async () => {
    const page = fence('ts', 'whatever');
    expect((await checked(page)).said).toEqual([]);
  });
});
