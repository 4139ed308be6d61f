import path from 'node:path';
import { readArgs, targetOf, UsageError } from '../args.ts';
import { ROOT } from '../loader/bundle.ts';
import { runScript } from '../spawn.ts';

const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

/**
 * `npm run open lab1 [-- --ui]`: the open tests of a lab, and those that a student added; of a part
 * (`lab1b`) those that the course has.
 */
export async function openCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('open', args, ['ui']);
  if (words.length !== 1) throw new UsageError('Which lab? Type: npm run open lab1');
  const { lab, part } = targetOf(words[0] as string);
  return runScript(VITEST, [
    ...(flags.ui ? ['--ui', '--open=false'] : ['run']),
    `labs/${lab.folder}/${part ? `${part.id.toLowerCase()}-` : ''}`,
  ]);
}

/** `npm test`: the tests of the tests. Words narrow it down to files whose path has them. */
export async function testCommand(args: readonly string[]): Promise<number> {
  const words = args.filter((arg) => !arg.startsWith('-'));
  return runScript(VITEST, ['run', ...(words.length > 0 ? [] : ['grader/self/']), ...args]);
}
