import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Lab } from './labs.ts';
import { ROOT } from './loader/bundle.ts';

export type Compiled = {
  readonly ok: boolean;
  readonly lines: readonly string[];
  /** It came to no end by itself. */
  readonly killed: boolean;
};

/**
 * The compiler itself. Its command would stand between us and it: ended, that leaves the compiler
 * running, on versions of Node that cannot become another program.
 */
async function compiler(): Promise<string> {
  const folder = path.dirname(fileURLToPath(import.meta.resolve('typescript/package.json')));
  const finder = pathToFileURL(path.join(folder, 'lib/getExePath.js')).href;
  return ((await import(finder)) as { default: () => string }).default();
}

/** Runs the compiler on a project, for so many ms at most. TypeScript 7 has no API to call. */
export async function tsc(project: string, within?: number): Promise<Compiled> {
  const child = spawn(await compiler(), ['-p', project, '--pretty', 'false'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const timer = within === undefined ? undefined : setTimeout(end, within);
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.removeListener('exit', end);
      const lines = out.split('\n').filter(Boolean);
      resolve({ ok: code === 0, lines, killed: child.killed });
    });
  });
}

/** A second is the rule. What takes so long has no end, or eats the memory of the machine. */
const PATIENCE = 30_000;

/** What the compiler proposes for names of Node and of browsers: a lab has none of them. */
const PROPOSAL = / Do you need to .*$/;

/** The type errors of a lab's files, each with its place. Beside the score: they take no points. */
export async function typeErrors(lab: Lab): Promise<string[]> {
  const { lines, killed } = await tsc('labs', PATIENCE);
  if (killed)
    return [`the compiler had not ended after ${PATIENCE / 1000} s: is there a type without end?`];
  return lines
    .filter((line) => line.startsWith(`labs/${lab.folder}/`))
    .map((line) => line.replace(/\((\d+),(\d+)\)/, ':$1:$2').replace(PROPOSAL, ''));
}
