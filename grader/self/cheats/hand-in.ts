import fs from 'node:fs';
import path from 'node:path';
import { labFolder, solutionFolder, type Lab } from '../../labs.ts';
import type { HandedIn } from './handed-in.ts';

/** A file of a right submission: given, or of the solution. */
function right(lab: Lab, file: string): string {
  if (lab.given.includes(file)) return fs.readFileSync(path.join(labFolder(lab), file), 'utf8');
  const text = fs.readFileSync(path.join(solutionFolder(lab), file), 'utf8');
  return text.replaceAll(`../../labs/${lab.folder}/`, './');
}

/** Writes a right submission, changed by a cheat, into a folder. @returns its entry */
export function handIn(lab: Lab, folder: string, { change }: Pick<HandedIn, 'change'>): string {
  const names = [...lab.given, ...lab.parts.flatMap(({ files }) => files)];
  const all = Object.fromEntries(names.map((name) => [name, right(lab, name)]));
  const changed = change((file) => right(lab, file));
  for (const [file, content] of Object.entries({ ...all, ...changed })) {
    const place = path.join(folder, file);
    if (typeof content === 'string') fs.writeFileSync(place, content);
    else fs.symlinkSync(content.link, place);
  }
  return path.join(folder, 'index.ts');
}
