import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './bundle.ts';

/** Beside the packages: written anew when missing, and nobody's source. */
const CACHE = path.join(ROOT, 'node_modules/.cache/partial-failure');

/**
 * A program of ours with all that it stands on, as one module.
 * @param plugins change its sources on the way: so tests make a grader that lacks one defence
 */
export async function programText(
  contents: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts', sourcefile: 'program.ts' },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What is a package of its own is loaded from where it is installed.
    external: ['esbuild', 'ses', 'zod'],
    logLevel: 'silent',
    plugins: [...plugins],
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * Bundles programs of ours that run in processes of their own: they start in a third of the time
 * that a loader of TypeScript takes, and run faster, for it would wrap every function to keep its
 * name.
 * @param programs name → the text of its entry module
 * @returns the folder, which holds `NAME.mjs` for each
 */
export async function bundlePrograms(
  programs: Readonly<Record<string, string>>,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const outputs = await Promise.all(
    Object.entries(programs).map(async ([name, contents]) => ({
      name,
      text: await programText(contents, plugins),
    })),
  );
  const hash = createHash('sha256')
    .update(outputs.map(({ text }) => text).join('\0'))
    .digest('hex')
    .slice(0, 16);
  const folder = path.join(CACHE, hash);
  if (!fs.existsSync(folder)) {
    // Two grades may do this at once: each writes its own folder, and one of them gets the name.
    const part = `${folder}.${process.pid}`;
    try {
      fs.mkdirSync(part, { recursive: true });
      for (const { name, text } of outputs) fs.writeFileSync(path.join(part, `${name}.mjs`), text);
      fs.renameSync(part, folder);
    } catch (error) {
      fs.rmSync(part, { recursive: true, force: true });
      if (!fs.existsSync(folder)) throw error;
    }
  }
  return folder;
}

const imported = (file: string): string => JSON.stringify(file.split(path.sep).join('/'));

/** The program of a host: a lab's kit, and the scenarios of a suite by id → file. */
export function hostProgram(lab: string, scenarios: Readonly<Record<string, string>>): string {
  const files = Object.entries(scenarios);
  const modules = files.map(([id], i) => `${JSON.stringify(id)}: s${i}`).join(', ');
  return [
    `import { serve } from ${imported(path.join(ROOT, 'grader/host.ts'))};`,
    `import { kit } from ${imported(path.join(ROOT, 'grader/kit', lab, 'index.ts'))};`,
    ...files.map(([, file], i) => `import s${i} from ${imported(file)};`),
    `serve({ kit, scenarios: { ${modules} } });`,
  ].join('\n');
}

export const watchdogProgram = (): string =>
  `import ${imported(path.join(ROOT, 'grader/watchdog.ts'))};`;
