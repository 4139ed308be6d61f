import { describe, expect, it } from 'vitest';
import { imports } from '../../check/imports.ts';
import { sentence } from '../../check/problem.ts';
import { treeAt } from '../../check/tree.ts';
import { ROOT } from '../../loader/bundle.ts';
import { treeOf } from './tree-of.ts';

const said = async (texts: Record<string, string>): Promise<string[]> =>
  (await imports(treeOf(texts))).map(sentence);

const allowed: [from: string, statement: string][] = [
  ['labs/harness/world.ts', `import { Kernel } from './kernel.ts';`],
  ['labs/harness/mac.ts', `import { hmac } from '@noble/hashes/hmac.js';`],
  ['labs/harness/real/disk.ts', `import { fsync } from 'node:fs';`],
  ['labs/lab1-rpc/client.ts', `import { isMessage } from './types.ts';`],
  ['labs/lab1-rpc/client.ts', `import type { Env } from '#harness';`],
  ['labs/lab3-raft/raft.ts', `import { start } from '#lab1';`],
  ['labs/lab1-rpc/client.test.ts', `import { scenario } from '#kit';`],
  ['labs/lab1-rpc/plays/network.ts', `import { scenario } from '#kit/lab1';`],
  ['labs/lab1-rpc/mine/more.test.ts', `import { it } from 'vitest';`],
  ['solutions/lab1-rpc/index.ts', `import { startWith } from '../../labs/lab1-rpc/node.ts';`],
  [
    'grader/mutants/lab1-rpc/twice.ts',
    `import { Server } from '../../../solutions/lab1-rpc/server.ts';`,
  ],
  ['grader/mutants/lab1-rpc/twice.ts', `import { mutant } from '#kit/mutant';`],
  ['grader/suites/lab1-rpc/1a-x.ts', `import { scenario } from '#kit/lab1';`],
  [
    'grader/suites/lab1-rpc/1a-x.ts',
    `import type { Args } from '../../../labs/lab1-rpc/types.ts';`,
  ],
  [
    'grader/self/alternates/lab1-rpc/slots.ts',
    `import { move } from '../../../../labs/lab1-rpc/bank.ts';`,
  ],
  ['grader/cli.ts', `import { parseArgs } from 'node:util';`],
  ['vitest.config.ts', `import { defineConfig } from 'vitest/config';`],
];

const refused: [from: string, statement: string, why: string][] = [
  ['labs/harness/world.ts', `import { readFileSync } from 'node:fs';`, 'runs in a browser'],
  ['labs/harness/world.ts', `import { listen } from './real/net.ts';`, 'runs in a browser'],
  ['labs/harness/world.ts', `import type { Bank } from '../lab1-rpc/types.ts';`, 'knows no lab'],
  ['labs/lab1-rpc/client.ts', `import { World } from '../harness/world.ts';`, 'only the Env'],
  ['labs/lab1-rpc/client.ts', `import { scenario } from '#kit';`, 'only the Env'],
  [
    'labs/lab1-rpc/client.ts',
    `import { x } from '../../solutions/lab1-rpc/client.ts';`,
    'only the Env',
  ],
  ['labs/lab1-rpc/client.ts', `import { start } from '#lab2';`, 'only the Env'],
  ['labs/lab1-rpc/client.ts', `import { readFile } from 'fs/promises';`, 'only the Env'],
  [
    'labs/lab1-rpc/client.test.ts',
    `import { x } from '../../grader/loader/load.ts';`,
    'through #kit',
  ],
  [
    'solutions/lab1-rpc/client.ts',
    `import { x } from '../../labs/lab1-rpc/client.ts';`,
    'where a student stands',
  ],
  [
    'solutions/lab1-rpc/index.ts',
    `import { x } from '../../labs/lab1-rpc/index.ts';`,
    'where a student stands',
  ],
  [
    'solutions/lab1-rpc/client.ts',
    `import { x } from '../../grader/kit/story.ts';`,
    'where a student stands',
  ],
  [
    'grader/mutants/lab1-rpc/a.ts',
    `import { x } from '../../../labs/lab1-rpc/server.ts';`,
    'one decision changed',
  ],
  [
    'grader/suites/lab1-rpc/1a-x.ts',
    `import { x } from '../../../solutions/lab1-rpc/client.ts';`,
    'no implementation',
  ],
  [
    'grader/suites/lab1-rpc/1a-x.ts',
    `import { DEADLINE } from '../../../labs/lab1-rpc/types.ts';`,
    'import type',
  ],
  [
    'grader/self/alternates/lab1-rpc/a.ts',
    `import { x } from '../../../../solutions/lab1-rpc/server.ts';`,
    'never from the solution',
  ],
  ['grader/cli.ts', `import x from './suites/lab1-rpc/1a-first-call.ts';`, 'from the loader'],
  ['grader/cli.ts', `import { start } from '#lab1';`, 'from the loader'],
  ['tools/new.ts', `import 'node:fs';`, 'Add one'],
];

describe('import directions', () => {
  it.each(allowed)('%s may say: %s', async (file, statement) => {
    expect(await said({ [file]: statement })).toEqual([]);
  });

  it.each(refused)('%s may not say: %s', async (file, statement, why) => {
    const sentences = await said({ [file]: statement });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(why);
  });

  it('names the line, and sees every form of an import', async () => {
    const file = 'labs/lab1-rpc/client.ts';
    const source = [
      `import type {`,
      `  A,`,
      `} from 'one';`,
      `export type { B } from 'two';`,
      `export * from 'three';`,
      `import { type C } from 'four';`,
      `const five = await import('five');`,
      `export type D = { from: 'nowhere' };`,
      'const computed = await import(`../${five}/index.ts`);',
    ].join('\n');
    const places = (await said({ [file]: source })).map((text) =>
      /:(\d+) imports "(\w+)"/.exec(text)?.slice(1),
    );
    expect(places).toEqual([
      ['3', 'one'],
      ['4', 'two'],
      ['5', 'three'],
      ['6', 'four'],
      ['7', 'five'],
    ]);
  });

  it('tells of a file that cannot be read', async () => {
    const [text] = await said({ 'labs/lab1-rpc/client.ts': 'const x = ;' });
    expect(text).toMatch(/^labs\/lab1-rpc\/client\.ts:1 cannot be read: /);
  });

  it('are kept in this repository', async () => {
    expect((await imports(treeAt(ROOT))).map(sentence)).toEqual([]);
  });
});
