import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './kit/mutant.ts';
import { mutantFolder, type Lab } from './labs.ts';
import { ROOT } from './loader/bundle.ts';
import { solutionEntry } from './grade.ts';

/** Something that can be graded in the place of a student's lab. */
export type Implementation = { readonly name: string; readonly entry: string };

const inside = (folder: string): string[] =>
  fs.existsSync(folder) ? fs.readdirSync(folder).toSorted() : [];

/** Correct programs, built differently: they score full points, or a rule is wrong. */
export function alternates(lab: Lab): Implementation[] {
  const folder = path.join(ROOT, 'grader/self/alternates', lab.folder);
  return inside(folder).map((name) => ({ name, entry: path.join(folder, name, 'index.ts') }));
}

export const correct = (lab: Lab): Implementation[] => [
  { name: 'solution', entry: solutionEntry(lab) },
  ...alternates(lab),
];

/** Solutions with one wrong decision each, and what their authors declared of them. */
export async function mutants(
  lab: Lab,
): Promise<(Implementation & { readonly declared: Mutant })[]> {
  const folder = mutantFolder(lab);
  const files = inside(folder).filter((file) => file.endsWith('.ts'));
  return Promise.all(
    files.map(async (file) => {
      const entry = path.join(folder, file);
      const { declared } = (await import(pathToFileURL(entry).href)) as { declared: Mutant };
      return { name: file.slice(0, -3), entry, declared };
    }),
  );
}
