import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle, BundleError } from '../../loader/bundle.ts';
import { solved } from '../bad-input/course.ts';

let inbox: string;
beforeAll(() => {
  inbox = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'inbox-')));
  fs.writeFileSync(path.join(inbox, 'secret.ts'), 'export const secret = "a peer wrote this";\n');
});
afterAll(() => fs.rmSync(inbox, { recursive: true, force: true }));

/** What is said of a submission whose index.ts is this, or the text that it becomes. */
async function read(index: string): Promise<string> {
  const folder = fs.mkdtempSync(path.join(inbox, 'one-'));
  fs.writeFileSync(path.join(folder, 'client.ts'), solved('payments.ts'));
  fs.writeFileSync(path.join(folder, 'index.ts'), index);
  try {
    return (await bundle(path.join(folder, 'index.ts'))).code;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return error.sentences.join('\n').replaceAll(/\S*one-\w+\//g, '');
  }
}

test.each([
  ['require', "declare const require: (name: string) => unknown;\nrequire('../sec' + x + '.ts');"],
  ['import', "\nvoid import('../sec' + x + '.ts');"],
])(
  '%s of a name that is put together reads no file, and is told with its line',
  async (_, line) => {
    const said = await read(`export const x = 'ret';\n${line}\n`);
    expect(said).not.toContain('a peer wrote this');
    expect(said).not.toContain('secret');
    expect(said).toMatch(
      /^index\.ts:3: require\(…\) or import\(…\) of a name that is put together/,
    );
  },
);

test('a comment that names a source map has no file read', async () => {
  const code = await read(`export const x = 1;\n//# sourceMappingURL=../secret.ts\n`);
  expect(code).toContain('x = 1');
});

test('a text that is nested without end is told, and the bundler lives', async () => {
  const deep = 400_000;
  const said = await read(`export const z = ${'['.repeat(deep)}${']'.repeat(deep)};\n`);
  expect(said).toBe('index.ts is nested more than 1000 deep: build it with a loop');
  expect(await read('export const x = 1;\n')).toContain('x = 1');
});

test('brackets in a long program are no nesting', async () => {
  const line = 'export const f = (a: number[]) => ({ a: [a[0], (a[1])] });';
  const lines = Array.from({ length: 3000 }, (_, i) => line.replace('f', `f${i}`));
  expect(await read(lines.join('\n'))).toContain('f2999');
});
