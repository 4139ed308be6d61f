import { statSync } from 'node:fs';
import path from 'node:path';
import { changedGiven, changedHarness } from './given.ts';
import { labFolder, type Lab } from './labs.ts';
import { bundle, BundleError, shown, type Bundle, type Given } from './loader/bundle.ts';
import { refusals } from './loader/refused.ts';
import { StackMapper } from './loader/stack.ts';

/** The lab's given files, as the loader asks for them. */
const givenOf = ({ folder, given }: Lab): Given => ({ folder, files: given });

/** Why an entry is no file, if it is none. */
function noFile(entry: string): BundleError | undefined {
  const found = statSync(entry, { throwIfNoEntry: false });
  if (!found)
    return new BundleError([`there is no file ${shown(entry)}. Has it been moved or renamed?`]);
  if (!found.isDirectory()) return undefined;
  return new BundleError([`${shown(entry) || '.'} is a folder: name its index.ts.`]);
}

/** Reads what is to be graded, or says why it cannot be. */
export async function readSubmission(lab: Lab, entry: string): Promise<Bundle | BundleError> {
  const none = noFile(entry);
  if (none) return none;
  const changed = path.dirname(entry) === labFolder(lab) ? changedGiven(lab) : [];
  if (changed.length > 0) return new BundleError(changed);
  try {
    const submission = await bundle(entry, givenOf(lab));
    const mapper = new StackMapper(submission.map);
    const refused = refusals(submission.code, (line, column) => mapper.written(line, column));
    return refused.length > 0 ? new BundleError(refused) : submission;
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
}

const sayReplaced = (file: string): string =>
  `${file} is given, and the submission brought another: it was graded with the course's.`;

/** What must be known of how it is graded. */
export const remarksOn = ({ replaced }: Bundle): string[] => [
  ...changedHarness(),
  ...replaced.map(sayReplaced),
];
