import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readArgs, targetOf, UsageError, type Target } from '../args.ts';
import { GRADES } from '../grades.ts';
import { ROOT } from '../loader/bundle.ts';

const git = (...args: string[]): string | undefined => {
  try {
    return execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
};

/**
 * The file as the course gave it: of the branch that this clone follows, or of the commit that
 * added it.
 */
function original(file: string): string | undefined {
  const added = git('log', '--diff-filter=A', '--format=%H', '--', file)?.trim().split('\n').at(-1);
  const versions = ['@{upstream}', 'origin/HEAD', ...(added ? [added] : [])];
  return versions
    .map((version) => git('show', `${version}:${file}`))
    .find((text) => text?.includes('todo('));
}

/** The files that a student writes for a lab, or for a part of it. */
const filesOf = ({ lab, part }: Target): string[] => [
  ...new Set(
    (part ? [part] : lab.parts).flatMap(({ files }) =>
      files.map((file) => `labs/${lab.folder}/${file}`),
    ),
  ),
];

/** `npm run reset lab1 [-- --yes]`: starts over. What was there is kept beside the grades. */
export async function resetCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('reset', args, ['yes']);
  if (words.length !== 1)
    throw new UsageError('Reset what? Type: npm run reset lab1, or a part: npm run reset lab1b');
  const target = targetOf(words[0] as string);
  const files = filesOf(target);
  if (target.step) {
    const { lab, part } = target;
    const word = lab.id + part?.id.toLowerCase();
    throw new UsageError(
      `Step ${target.step} has no file of its own: npm run reset ${word} resets all of part ` +
        `${part?.id}, which is ${files.join(', ')}.`,
    );
  }
  if (!flags.yes) {
    console.log('This puts the skeletons back in the place of:');
    for (const file of files) console.log(`  ${file}`);
    const command = `npm run reset ${words[0]} -- --yes`;
    console.log(`Your files are kept in .grades/before-reset. To do it, type: ${command}`);
    return 0;
  }
  const skeletons = files.map((file) => ({ file, text: original(file) }));
  const lost = skeletons.filter(({ text }) => text === undefined).map(({ file }) => file);
  if (lost.length > 0) {
    throw new UsageError(
      `git does not have the skeleton of ${lost.join(', ')}. ` +
        'Clone the course again, and copy the file from there; nothing was changed.',
    );
  }
  const kept = path.join(GRADES, 'before-reset', new Date().toISOString().replaceAll(':', '-'));
  for (const { file, text } of skeletons) {
    const here = path.join(ROOT, file);
    fs.mkdirSync(path.join(kept, path.dirname(file)), { recursive: true });
    if (fs.existsSync(here)) fs.copyFileSync(here, path.join(kept, file));
    fs.writeFileSync(here, text as string);
  }
  console.log(`Done. What was there is in ${path.relative(ROOT, kept).split(path.sep).join('/')}.`);
  return 0;
}
