import { describe, expect, it } from 'vitest';
import { report } from '../../check/index.ts';
import { sentence } from '../../check/problem.ts';
import { style, type Exception } from '../../check/style.ts';
import { compilerErrors, diagnosed } from '../../check/tools.ts';
import { treeOf } from './tree-of.ts';

const said = (texts: Record<string, string>, exceptions: Exception[] = []): string[] =>
  style(treeOf(texts), exceptions).map(sentence);

describe('style', () => {
  it('allows 300 lines of 100 columns, counted in characters', () => {
    expect(said({ 'a.ts': `${'é'.repeat(100)}\n`.repeat(300), 'b.md': 'x'.repeat(200) })).toEqual(
      [],
    );
  });

  it('refuses a line more, a column more, and tests that run alone or not at all', () => {
    const focused = `it.${'only'}('x', f);\ndescribe.${'skip'}('y', g);\nit.skipIf(z)('w', h);\n`;
    expect(
      said({ 'a.ts': 'x\n'.repeat(301), 'b.ts': `\n${'x'.repeat(101)}\n`, 'c.test.ts': focused }),
    ).toEqual([
      'a.ts:301 has 301 lines. Split it: at most 300 a file.',
      'b.ts:2 has 101 columns. Break the line: at most 100.',
      'c.test.ts:1 has a test with .only. Take it away.',
      'c.test.ts:2 has a test with .skip. Take it away.',
    ]);
  });

  it('knows exceptions, and tells of one that is needed no more', () => {
    const exception: Exception = { file: 'a.ts', rule: 'lines', why: 'a table' };
    expect(said({ 'a.ts': 'x\n'.repeat(301) }, [exception])).toEqual([]);
    expect(said({ 'a.ts': 'x\n' }, [exception]).join()).toContain('needs no exception');
  });
});

describe('what the tools say', () => {
  it('is told by file and line', () => {
    const compiler =
      'labs\\x.ts(3,7): error TS2322: Type A is not B.\n  More of it.\nFound 1 error.\n';
    expect(compilerErrors(compiler).map(sentence)).toEqual([
      'labs/x.ts:3 TS2322: Type A is not B.',
    ]);
    const label = { span: { line: 4 } };
    const diagnostic = {
      message: 'No.',
      help: 'Yes.',
      code: 'eslint(no)',
      filename: 'a.ts',
      labels: [label],
    };
    const json = JSON.stringify({ diagnostics: [diagnostic] });
    expect(diagnosed(json).map(sentence)).toEqual(['a.ts:4 No. Yes. (eslint(no))']);
  });
});

describe('npm run check', () => {
  it('prints a line for each check, then what is wrong, and fails if anything is', async () => {
    const lines: string[] = [];
    const wrong = { file: 'a.ts', line: 3, text: 'is wrong. Mend it.' };
    const checks = [
      { name: 'one', run: () => [] },
      { name: 'two', run: async () => [wrong] },
    ];
    expect(await report(checks, (line) => lines.push(line))).toBe(1);
    expect(lines).toEqual(['✓ one', '✗ two', '  a.ts:3 is wrong. Mend it.']);
    expect(await report(checks.slice(0, 1), () => {})).toBe(0);
  });

  it('tells of a check that breaks, and goes on with the others', async () => {
    const lines: string[] = [];
    const broken = () => Promise.reject(new Error('no disk'));
    const checks = [
      { name: 'one', run: broken },
      { name: 'two', run: () => [] },
    ];
    expect(await report(checks, (line) => lines.push(line))).toBe(1);
    expect(lines[1]).toContain('the check "one" itself fails: Error: no disk');
    expect(lines.at(-1)).toBe('✓ two');
  });
});
