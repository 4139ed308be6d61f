import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LABS, type Lab } from './labs.ts';
import { linesOf, ROOT } from './loader/bundle.ts';

/** Written by a test (`npm test -- --update`): what each given file was when it was given. */
const LIST = path.join(ROOT, 'grader/given.txt');

const asGiven = (): string => linesOf(fs.readFileSync(LIST, 'utf8'));

const HARNESS = 'labs/harness';

/** Files that the course gives, and nobody need change: those of the labs, and the harness. */
function given(): string[] {
  const labs = LABS.flatMap((lab) => lab.given.map((file) => `labs/${lab.folder}/${file}`));
  const harness = fs
    .readdirSync(path.join(ROOT, HARNESS), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${HARNESS}/${file.split(path.sep).join('/')}`);
  return [...labs, ...harness].toSorted();
}

function digest(file: string): string {
  const whole = path.join(ROOT, file);
  if (!fs.existsSync(whole)) return 'missing';
  const text = linesOf(fs.readFileSync(whole, 'utf8'));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The list as it would be written of the files that now stand there. */
export const listNow = (): string =>
  given()
    .map((file) => `${digest(file)} ${file}\n`)
    .join('');

/** Given files of this clone that are not as they were given, or were not given at all. */
function changed(listed: string): string[] {
  const files = new Set([...given(), ...(listed.match(/\S+$/gm) ?? [])]);
  return [...files].filter((file) => !listed.includes(`${digest(file)} ${file}\n`));
}

/** Why a lab is not graded: what is wrong with the given files that it stands on. */
export function changedGiven(lab: Lab, listed = asGiven()): string[] {
  return changed(listed)
    .filter((file) => file.startsWith(`labs/${lab.folder}/`))
    .map(
      (file) =>
        `${file} is given, and is not as it was given. Write what you need in a file of your ` +
        `own, and put it back: git checkout origin/main -- ${file}`,
    );
}

/** Said beside a grade whose world is not the course's. */
export function changedHarness(listed = asGiven()): string[] {
  const files = changed(listed).filter((file) => file.startsWith(`${HARNESS}/`));
  if (files.length === 0) return [];
  return [
    `The harness of this clone is not the course's: ${files.join(', ')}. ` +
      "A grade elsewhere is made with the course's, and may be another.",
  ];
}
