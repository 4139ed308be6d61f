import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

const MAX_LINES = 300;
const MAX_COLUMNS = 100;

export type Exception = {
  readonly file: string;
  readonly rule: 'lines' | 'columns';
  readonly why: string;
};

/** Files that are allowed to be long or wide, each with its reason. */
export const EXCEPTIONS: readonly Exception[] = [];

/** A test that runs alone, or not at all, is a test that somebody forgot. */
const FORGOTTEN = /\b(?:describe|it|test|suite)\.(only|skip)\b/;

/** One screen: what does not fit is split. */
export function style(tree: Tree, exceptions: readonly Exception[] = EXCEPTIONS): Problem[] {
  const excused = new Set(exceptions);
  const problems: Problem[] = [];
  const excuse = (file: string, rule: Exception['rule']): boolean => {
    const found = exceptions.find((one) => one.file === file && one.rule === rule);
    if (found) excused.delete(found);
    return found !== undefined;
  };
  for (const file of tree.files.filter((one) => one.endsWith('.ts'))) {
    const lines = tree.read(file).trimEnd().split(/\r?\n/);
    if (lines.length > MAX_LINES && !excuse(file, 'lines')) {
      problems.push({
        file,
        line: MAX_LINES + 1,
        text: `has ${lines.length} lines. Split it: at most ${MAX_LINES} a file.`,
      });
    }
    for (const [index, text] of lines.entries()) {
      const line = index + 1;
      if ([...text].length > MAX_COLUMNS && !excuse(file, 'columns')) {
        problems.push({
          file,
          line,
          text: `has ${[...text].length} columns. Break the line: at most ${MAX_COLUMNS}.`,
        });
      }
      const forgotten = FORGOTTEN.exec(text)?.[1];
      if (forgotten !== undefined)
        problems.push({ file, line, text: `has a test with .${forgotten}. Take it away.` });
    }
  }
  const stale = [...excused].map(({ file, rule }) => ({
    file,
    text: `needs no exception for its ${rule} any more. Take it out of grader/check/style.ts.`,
  }));
  return [...problems, ...stale];
}
