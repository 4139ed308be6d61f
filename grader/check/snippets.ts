import type { Fence } from './markdown.ts';
import type { Pages } from './links.ts';
import type { Problem } from './problem.ts';
import type { Tree } from './tree.ts';

/** What `npm run play ARGS` prints. */
export type PlayOutput = (args: readonly string[]) => Promise<string>;

export type SnippetOptions = {
  readonly playOutput: PlayOutput;
  /** Write the right text into the pages, instead of telling that it is wrong. */
  readonly fix: boolean;
};

type Edit = { readonly fence: Fence; readonly text: string };

/** Code in a page is a piece of a file, and a run is what the run prints: neither is typed. */
export async function snippets(
  tree: Tree,
  pages: Pages,
  { playOutput, fix }: SnippetOptions,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const outputs = new Map<string, Promise<string>>();
  const play = (args: string): Promise<string> => {
    const output = outputs.get(args) ?? playOutput(words(args));
    outputs.set(args, output);
    return output;
  };
  for (const [file, { fences }] of pages) {
    const edits: Edit[] = [];
    for (const fence of fences) {
      const found = await origin(fence, tree, play);
      if (found === undefined) continue;
      if ('wrong' in found) problems.push({ file, line: fence.open, text: found.wrong });
      else if (found.text !== fence.content) edits.push({ fence, text: found.text });
    }
    if (fix && edits.length > 0) tree.write(file, edited(tree.read(file), edits));
    else problems.push(...edits.map((edit) => differs(file, edit)));
  }
  return problems;
}

/** npm takes the first `--` for itself. */
const words = (args: string): string[] => {
  const all = args.split(/\s+/).filter((word) => word !== '');
  return all.includes('--') ? all.toSpliced(all.indexOf('--'), 1) : all;
};

function differs(file: string, { fence, text }: Edit): Problem {
  const has = fence.content.split('\n');
  const should = text.split('\n');
  const at = has.findIndex((line, index) => line !== should[index]);
  const line = fence.open + 1 + (at < 0 ? has.length - 1 : at);
  const hint = 'Run `npm run check -- --fix`, and read what changed.';
  const right = (should[at] ?? '').trim();
  return { file, line, text: `is not what "${fence.info}" gives (there: "${right}"). ${hint}` };
}

type Origin = { readonly text: string } | { readonly wrong: string };

/** The text that a fence must hold; undefined if it names no origin. */
async function origin(
  { info }: Fence,
  tree: Tree,
  play: (args: string) => Promise<string>,
): Promise<Origin | undefined> {
  const run = /^text\s+run="([^"]*)"$/.exec(info)?.[1];
  if (run !== undefined) {
    return play(run).then(
      (text) => ({ text: `${text.trimEnd()}\n` }),
      (error: unknown) => ({ wrong: `runs "npm run play ${run}", which fails: ${String(error)}` }),
    );
  }
  const [, file, region] = /^\w+\s+file=(\S+?)(?:#(\S+))?$/.exec(info) ?? [];
  if (file === undefined) return /\b(file|run)=/.test(info) ? { wrong: misspelt(info) } : undefined;
  if (!tree.files.includes(file)) return { wrong: `names ${file}, which is not there.` };
  return regionOf(tree.read(file), file, region);
}

const misspelt = (info: string): string =>
  `begins with "${info}". Write \`ts file=PATH#region\` or \`text run="ARGS"\`.`;

const MARK = /^\s*\/\/ #(?:end)?region\b/;

/**
 * The lines between `// #region name` and `// #endregion name`, or all lines if no name is given:
 * without the marks, and as far left as they go.
 */
export function regionOf(source: string, file: string, name?: string): Origin {
  const lines = source.trimEnd().split(/\r?\n/);
  const at = (mark: string) => lines.findIndex((line) => line.trim() === `// #${mark} ${name}`);
  const [first, last] = name === undefined ? [-1, lines.length] : [at('region'), at('endregion')];
  if (name !== undefined && (first < 0 || last < first)) {
    const marks = `\`// #region ${name}\` … \`// #endregion ${name}\``;
    return { wrong: `names #${name}, but ${file} has no ${marks}.` };
  }
  const inside = lines.slice(first + 1, last).filter((line) => !MARK.test(line));
  const indents = inside.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return { text: `${inside.map((line) => line.slice(indent)).join('\n')}\n` };
}

/** The page with its fences' contents replaced, the last first, so that line numbers stay true. */
function edited(source: string, edits: readonly Edit[]): string {
  const lines = source.split('\n');
  for (const { fence, text } of edits.toReversed()) {
    const indent = /^\s*/.exec(lines[fence.open - 1] ?? '')?.[0] ?? '';
    const content = text
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : indent + line));
    lines.splice(fence.open, fence.close - fence.open - 1, ...content);
  }
  return lines.join('\n');
}
