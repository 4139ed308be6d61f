import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArgs, UsageError } from '../args.ts';
import { kitOf } from '../kit/index.ts';
import { LABS } from '../labs.ts';
import { ROOT } from '../loader/bundle.ts';
import { imports } from './imports.ts';
import { links, pagesOf } from './links.ts';
import { notes } from './notes.ts';
import { sentence, type Check, type Problem } from './problem.ts';
import { rules, type LoadRules } from './rules.ts';
import { runNode } from './run-node.ts';
import { scenarios, type Heading } from './scenarios.ts';
import { snippets, type PlayOutput } from './snippets.ts';
import { style } from './style.ts';
import { format, lint, types } from './tools.ts';
import { treeAt } from './tree.ts';

const playOutput: PlayOutput = async (args) => {
  const { code, stdout, stderr } = await runNode([
    path.join(ROOT, 'grader/start.mjs'),
    'play',
    ...args,
  ]);
  if (code !== 0) throw new Error(stderr.trim() || `it ended with code ${code}`);
  return stdout;
};

const loadHeading = async (file: string): Promise<Heading> => {
  const module = (await import(pathToFileURL(path.join(ROOT, file)).href)) as { default?: Heading };
  if (!module.default) throw new Error('it has no default export');
  return module.default;
};

const loadRules: LoadRules = async ({ id }) => (await kitOf(id)).rules.rules;

function checks(fix: boolean): Check[] {
  const tree = treeAt(ROOT);
  const pages = pagesOf(tree);
  return [
    { name: 'format', run: format },
    { name: 'lint', run: lint },
    { name: 'types', run: types },
    { name: 'imports', run: () => imports(tree) },
    { name: 'links', run: () => links(tree, pages) },
    { name: 'notes', run: () => notes(pages) },
    { name: 'snippets', run: () => snippets(tree, pages, { playOutput, fix }) },
    { name: 'scenarios', run: () => scenarios(tree, pages, LABS, loadHeading) },
    { name: 'rules', run: () => rules(pages, LABS, loadRules) },
    { name: 'style', run: () => style(tree) },
  ];
}

/** `npm run check [-- --fix]`: whether the repository is as CONTRIBUTING.md says. */
export async function check(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('check', args, ['fix']);
  if (words.length > 0)
    throw new UsageError('npm run check looks at everything, and takes no names.');
  return report(checks(flags.fix ?? false));
}

/** A check that breaks has found a problem: in itself. */
const problemsOf = async ({ name, run }: Check): Promise<Problem[]> => {
  try {
    return await run();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ file: 'grader/check', text: `the check "${name}" itself fails: ${text}` }];
  }
};

/** Runs all checks beside each other and prints them in their order. */
export async function report(
  all: readonly Check[],
  print: (line: string) => void = console.log,
): Promise<number> {
  const running = all.map((one) => ({ name: one.name, found: problemsOf(one) }));
  let failed = 0;
  for (const { name, found } of running) {
    const problems = await found;
    if (problems.length > 0) failed++;
    print(problems.length === 0 ? `✓ ${name}` : `✗ ${name}`);
    for (const problem of problems) print(`  ${sentence(problem)}`);
  }
  return failed === 0 ? 0 : 1;
}
