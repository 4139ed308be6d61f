import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { LABS, labFolder, solutionFolder } from '../labs.ts';
import type { TellOptions } from '../kit/index.ts';
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The open tests tell their stories on the student's code. Here they tell them on the solution. */
vi.mock(import('#kit'), async (original) => {
  const kit = await original();
  const entryOf = (id: string) => path.join(solutionFolder(kit.labOf(id)), 'index.ts');
  const tell = (scenario: Parameters<typeof kit.tell>[0], options: TellOptions) =>
    kit.tell(scenario, { ...options, entry: entryOf(options.lab) });
  return { ...kit, tell };
});

const openTests = (folder: string): string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.test.ts'));

for (const lab of LABS) {
  describe(`the open tests of ${lab.id} pass on its solution`, async () => {
    for (const file of openTests(labFolder(lab))) {
      await import(pathToFileURL(path.join(labFolder(lab), file)).href);
    }
  });

  test(`every part of ${lab.id} has an open test`, () => {
    const parts = openTests(labFolder(lab)).map((file) => file.charAt(0).toUpperCase());
    expect(parts).toEqual(lab.parts.map(({ id }) => id));
  });
}
