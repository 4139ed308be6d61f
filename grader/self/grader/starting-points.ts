import fs from 'node:fs';
import path from 'node:path';
import { labFolder, type Lab } from '../../labs.ts';
import { ROOT } from '../../loader/bundle.ts';

/** What a student has before a part: a right answer to the part before, and what is given. */
export function startingPoints(lab: Lab): { name: string; part: string; entry: string }[] {
  const folder = `grader/self/starting-points/${lab.folder}`;
  return fs
    .readdirSync(path.join(ROOT, folder))
    .toSorted()
    .map((file) => ({
      name: file,
      part: file.charAt(0).toUpperCase(),
      entry: `${folder}/${file}`,
    }));
}

/** The untouched lab; the course’s own tree has it in its place. */
export const skeletonOf = (lab: Lab): string => path.join(labFolder(lab), 'index.ts');
