import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Lab } from './labs.ts';
import { ROOT } from './loader/bundle.ts';

/** Runs the compiler; resolves with what it printed. TypeScript 7 has no API to call. */
export function tsc(
  project: string,
): Promise<{ readonly ok: boolean; readonly lines: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const bin = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const child = spawn(process.execPath, [bin, '-p', project, '--pretty', 'false'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (out += data.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ ok: code === 0, lines: out.split('\n').filter(Boolean) }),
    );
  });
}

/** The type errors of a lab's files, each with its place. Beside the score: they take no points. */
export async function typeErrors(lab: Lab): Promise<string[]> {
  const { lines } = await tsc('labs');
  return lines
    .filter((line) => line.startsWith(`labs/${lab.folder}/`))
    .map((line) => line.replace(/\((\d+),(\d+)\)/, ':$1:$2'));
}
