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

/**
 * The lab as it lies in this tree; in a clone whose student has begun to fill it in, what stands
 * for the untouched lab among the starting points.
 */
export function skeletonOf(lab: Lab): string {
  const files = lab.parts.flatMap((part) =>
    part.files.map((file) => path.join(labFolder(lab), file)),
  );
  const untouched = files.every((file) => /\btodo\('/.test(fs.readFileSync(file, 'utf8')));
  const first = startingPoints(lab)[0];
  if (!first) throw new Error(`${lab.id} has no starting points`);
  return untouched ? path.join(labFolder(lab), 'index.ts') : path.join(ROOT, first.entry);
}
