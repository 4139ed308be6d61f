import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../loader/bundle.ts';

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program in this same Node: no shell stands between, so no platform quotes differently. */
export async function runNode(args: readonly string[]): Promise<Finished> {
  // What is printed is compared and parsed: no colours, no terminal tricks.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** Runs the command of an installed package, found by what its package.json says of itself. */
export function runTool(name: string, args: readonly string[]): Promise<Finished> {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
  const [command] = Object.values(bin);
  if (command === undefined) throw new Error(`${name} has no command`);
  return runNode([path.join(path.dirname(manifest), command), ...args]);
}
