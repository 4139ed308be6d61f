import { spawn } from 'node:child_process';
import { ROOT } from './loader/bundle.ts';

/** Runs a script of a package in this terminal; resolves with its exit code. */
export function runScript(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
