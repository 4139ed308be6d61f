import { isBuiltin } from 'node:module';
import { expect, test } from 'vitest';
import { bundleForBrowser } from './bundle.ts';

test('the harness imports nothing of Node, and nothing of labs or grader', async () => {
  const { metafile } = await bundleForBrowser('labs/harness/index.ts');
  const files = Object.entries(metafile.inputs);
  expect(files.length).toBeGreaterThan(15);
  for (const [file, { imports }] of files) {
    expect(file).toMatch(/^(labs\/harness|node_modules\/@noble\/hashes)\//);
    for (const { path, external } of imports) {
      expect(isBuiltin(path), `${file} imports ${path}`).toBe(false);
      expect(external ?? false, `${file} imports ${path}`).toBe(false);
    }
  }
});
