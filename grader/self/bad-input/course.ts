import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../loader/bundle.ts';

/** What a command printed, as its user sees it, and its exit code. */
export type Said = { readonly code: number | null; readonly out: string };

const COPIED = ['grader', 'labs', 'solutions', 'package.json', 'tsconfig.json'];
const LAB = 'labs/lab1-rpc';

/**
 * A student's copy of the course, with the lab solved, in a folder whose name has accents and
 * spaces. What a test does to it, and what it keeps of its grades, concerns nobody else.
 */
export class Course {
  readonly folder: string;

  constructor() {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'course-'));
    this.folder = path.join(made, 'Élève n° 1');
    for (const name of COPIED)
      fs.cpSync(path.join(ROOT, name), path.join(this.folder, name), { recursive: true });
    fs.symlinkSync(
      path.join(ROOT, 'node_modules'),
      path.join(this.folder, 'node_modules'),
      'junction',
    );
    for (const file of fs.readdirSync(path.join(ROOT, 'solutions/lab1-rpc')))
      if (file.endsWith('.ts') && file !== 'index.ts') this.write(`${LAB}/${file}`, solved(file));
    this.write(`${LAB}/asking.ts`, solved('client.ts'));
    const durable = solved('durable-client.ts').replace("'./client.ts'", "'./asking.ts'");
    this.write(`${LAB}/durable-client.ts`, durable);
  }

  path(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    fs.writeFileSync(this.path(file), text);
  }

  /** Changes one thing in a file: what was there must be there. */
  change(file: string, from: string | RegExp, to: string): void {
    const before = this.read(file);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} has nothing like ${String(from)}`);
    this.write(file, after);
  }

  /**
   * What takes long elsewhere is short here: the numbers of seeds, how many events a run may have,
   * how much memory.
   */
  hurry(): this {
    this.change(
      'grader/labs.ts',
      'seeds: { story: 10, swarm: 40 }',
      'seeds: { story: 1, swarm: 3 }',
    );
    this.change('labs/harness/world.ts', '2_000_000', '100_000');
    this.change('grader/watchdog.ts', 'MOST_BYTES = 1 << 30', 'MOST_BYTES = 5 << 27');
    return this;
  }

  /** A loop without end is ended sooner. Not for what takes long on a busy machine, and ends. */
  impatient(): this {
    this.change('grader/watchdog.ts', 'PATIENCE_MS = 5000', 'PATIENCE_MS = 2000');
    return this;
  }

  /** Type errors, which take as long to find as a grade, are not looked for. */
  untyped(): this {
    this.change(
      'grader/types.ts',
      "await tsc('labs', PATIENCE)",
      '{ lines: [] as string[], killed: false }',
    );
    return this;
  }

  /** Starts Node as a terminal would. */
  node(args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [...args], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, as on a terminal, where Ctrl-C reaches all of it.
      detached: true,
    });
  }

  /** Starts the command line; flags of Node's come before the script. */
  start(args: readonly string[], nodeFlags: readonly string[] = []): ChildProcess {
    return this.node([...nodeFlags, this.path('grader/start.mjs'), ...args]);
  }

  run(args: readonly string[], nodeFlags: readonly string[] = []): Promise<Said> {
    return saidBy(this.start(args, nodeFlags));
  }

  remove(): void {
    fs.rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

/** A file of the solution, as a student has it in the lab's own folder. */
export const solved = (file: string): string =>
  fs
    .readFileSync(path.join(ROOT, 'solutions/lab1-rpc', file), 'utf8')
    .replaceAll('../../labs/lab1-rpc/', './');

/** What a child prints until it ends. */
export function saidBy(child: ChildProcess): Promise<Said> {
  let out = '';
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}
