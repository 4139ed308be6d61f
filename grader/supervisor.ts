import { spawn, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Plugin } from 'esbuild';
import { alarmIn, heard } from './heard.ts';
import { ROOT, type Bundle } from './loader/bundle.ts';
import { bundlePrograms, hostProgram, watchdogProgram } from './loader/host-bundle.ts';
import { whyUnwritten } from './unwritten.ts';
import type { Alarm, FromHost, ResultOf, RunTask, Task, ToHost } from './protocol.ts';

/** What came of a task: a result, or why there is none. */
export type Settled<T extends Task = RunTask> =
  | { readonly kind: 'result'; readonly result: ResultOf<T> }
  /** The host was ended while it ran this. */
  | {
      readonly kind: 'hung';
      readonly alarm: Alarm;
      /** Seeds that it had finished. */ readonly done: number;
    }
  /** The submission's text was not accepted. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Ours. */
  | { readonly kind: 'broken'; readonly error: string };

export type HostSetup = {
  readonly lab: string;
  /** Scenario id → its file. */
  readonly scenarios: Readonly<Record<string, string>>;
  /** Change the hosts' program on its way: tests take a defence out of it. */
  readonly plugins?: readonly Plugin[];
};

/**
 * Runs make much that lives briefly: with more room for the young, less of it is copied. The heap
 * may grow past what the watchdog allows, so that it is the watchdog that ends a host, and says who
 * filled it.
 */
const HOST_FLAGS = [
  '--max-semi-space-size=32',
  '--max-old-space-size=3072',
  // Each life evaluates the program anew, and few live long enough to be optimised.
  '--always-sparkplug',
  // Node 20 optimises much that soon lives no more. Later ones wait of themselves.
  ...(process.versions.node.startsWith('20.') ? ['--interrupt-budget=500000'] : []),
];

/** How long a host may take to start, in ms of wall time; a machine may be busy. */
const START_MS = 60_000;

/** What the engine says when a program asks for more than it has: that is no fault of ours. */
const GAVE_UP = /^(# )?fatal (error|javascript)/im;
const DIED: Alarm = { kind: 'died', node: '', events: 0, at: 0, patience: 0, stack: '' };

/** One child process. After an alarm, a crash or an exit it is gone; the pool makes another. */
class Host {
  readonly #child: ChildProcess;
  #settle: ((settled: Settled<Task> | { kind: 'ready' }) => void) | undefined;
  #loaded: string | undefined;
  #alarm: Alarm | undefined;
  #stderr = '';
  #finished = 0;
  #ended = false;
  /** A person with a debugger takes their time. */
  readonly #patient: boolean;
  onProgress: (scenario: string, done: number) => void = () => {};

  constructor(script: string, { inspect, onDebugger }: PoolOptions) {
    // An empty environment, but for the one time zone that all machines are in, and what Windows
    // cannot start a process without.
    const { SystemRoot } = process.env;
    const env = { TZ: 'UTC', ...(SystemRoot && { SystemRoot }) };
    this.#child = spawn(
      process.execPath,
      [
        ...(inspect === undefined ? [] : [`--inspect-brk=127.0.0.1:${inspect}`]),
        ...HOST_FLAGS,
        script,
      ],
      {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
      },
    );
    this.#patient = inspect !== undefined;
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-4000);
      const url = /Debugger listening on (ws:\S+)/.exec(data.toString())?.[1];
      if (url) onDebugger?.(url);
    });
    let line = '';
    (this.#child.stdio[4] as Readable).on('data', (data: Buffer) => {
      // A pipe hands over what it has: a long alarm comes in parts.
      line += data.toString();
      if (!line.includes('\n')) return;
      this.#alarm = alarmIn(line);
      this.#child.kill('SIGKILL');
    });
    this.#child.on('message', (message) => this.#hear(heard(message)));
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.on('close', (code, signal) => this.#end(`the host ended with ${signal ?? code}`));
  }

  get ended(): boolean {
    return this.#ended;
  }

  #hear(message: FromHost): void {
    if (message.type === 'progress') {
      this.#finished = message.done;
      return this.onProgress(message.scenario, message.done);
    }
    if (message.type === 'ready') return this.#done({ kind: 'ready' });
    if (message.type === 'loaded') {
      return this.#done(
        message.error === undefined ? { kind: 'ready' } : { kind: 'refused', error: message.error },
      );
    }
    if (message.type === 'result') return this.#done({ kind: 'result', result: message.result });
    return this.#done({ kind: 'broken', error: message.error });
  }

  #end(why: string): void {
    this.#ended = true;
    if (this.#loaded !== undefined && GAVE_UP.test(this.#stderr)) this.#alarm ??= DIED;
    this.#done(
      this.#alarm
        ? { kind: 'hung', alarm: this.#alarm, done: this.#finished }
        : { kind: 'broken', error: `${why}\n${this.#stderr}`.trim() },
    );
  }

  #done(settled: Settled<Task> | { kind: 'ready' }): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(settled);
  }

  #ask(message: ToHost): Promise<Settled<Task> | { kind: 'ready' }> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (this.#ended) return this.#done({ kind: 'broken', error: this.#stderr });
      this.#child.send(message, (error) => error && this.#end(error.message));
    });
  }

  /** Resolves when the host says that it is ready, or why it is not. */
  start(): Promise<Settled<Task> | { kind: 'ready' }> {
    return new Promise((resolve) => {
      const late = (): void => void (this.#patient || this.#child.kill('SIGKILL'));
      const timer = setTimeout(late, START_MS);
      this.#settle = (settled) => {
        clearTimeout(timer);
        resolve(settled);
      };
    });
  }

  async run(code: string, task: Task): Promise<Settled<Task>> {
    if (this.#loaded !== code) {
      const loaded = await this.#ask({ type: 'load', code });
      if (loaded.kind !== 'ready') return loaded;
      this.#loaded = code;
    }
    this.#finished = 0;
    const settled = await this.#ask(task);
    return settled.kind === 'ready' || isOther(settled, task)
      ? { kind: 'broken', error: 'the host answered another question' }
      : settled;
  }

  end(): void {
    this.#ended = true;
    this.#child.kill('SIGKILL');
  }
}

/** Whether a result is that of another task. */
function isOther(settled: Settled<Task>, task: Task): boolean {
  if (settled.kind !== 'result') return false;
  const scenario = 'scenario' in settled.result ? settled.result.scenario : undefined;
  return scenario !== (task.type === 'run' ? task.scenario : undefined);
}

type Job = {
  readonly code: string;
  readonly task: Task;
  readonly settle: (settled: Settled<Task>) => void;
};

export type PoolOptions = {
  readonly jobs?: number;
  /** Each host waits for a debugger, at this port; 0 is any that is free. */
  readonly inspect?: number;
  /** Told where a debugger can attach. */
  readonly onDebugger?: (url: string) => void;
};

/** A few hosts, and a queue of tasks for them. A host that dies costs the task that it ran. */
export class Supervisor {
  readonly #setup: HostSetup;
  readonly #jobs: number;
  readonly #options: PoolOptions;
  readonly #queue: Job[] = [];
  readonly #hosts = new Set<Host>();
  readonly #idle: Host[] = [];
  #program: Promise<string> | undefined;
  #working = 0;
  #ended = false;
  onProgress: (scenario: string, done: number) => void = () => {};

  constructor(setup: HostSetup, options: PoolOptions = {}) {
    this.#setup = setup;
    this.#jobs = options.jobs ?? Math.max(1, os.availableParallelism());
    this.#options = options;
  }

  /** Starts a host before there is work for it: starting takes most of a second. */
  warm(hosts = this.#jobs): void {
    for (let i = 0; i < hosts; i++) this.#workers.push(this.#start());
  }

  readonly #workers: Promise<Host | Settled<Task>>[] = [];

  /** Makes the program of the hosts before there is a host to run it. */
  prepare(): void {
    // Who starts a host hears of a failure.
    this.#made().catch(() => {});
  }

  #made(): Promise<string> {
    const { lab, scenarios, plugins } = this.#setup;
    const programs = { host: hostProgram(lab, scenarios), watchdog: watchdogProgram() };
    return (this.#program ??= bundlePrograms(programs, plugins));
  }

  async #start(): Promise<Host | Settled<Task>> {
    let program: string;
    try {
      program = await this.#made();
    } catch (error) {
      const why = whyUnwritten(error);
      return { kind: 'broken', error: `the hosts cannot be put into node_modules/.cache: ${why}` };
    }
    // A pool may end while its program is made: a host started now would have nobody to end it.
    if (this.#ended) return { kind: 'broken', error: 'the pool has ended' };
    const host = new Host(path.join(program, 'host.mjs'), this.#options);
    this.#hosts.add(host);
    host.onProgress = (scenario, done) => this.onProgress(scenario, done);
    const started = await host.start();
    return started.kind === 'ready' ? host : started;
  }

  run<T extends Task>(bundle: Pick<Bundle, 'code'>, task: T): Promise<Settled<T>> {
    return new Promise((resolve) => {
      // A host answers what it was asked.
      const settle = (settled: Settled<Task>): void => resolve(settled as Settled<T>);
      this.#queue.push({ code: bundle.code, task, settle });
      if (this.#working < this.#jobs) void this.#work();
    });
  }

  /** One worker: takes jobs until there are none. */
  async #work(): Promise<void> {
    this.#working++;
    for (let job = this.#queue.shift(); job && !this.#ended; job = this.#queue.shift()) {
      const host = this.#idle.pop() ?? (await (this.#workers.shift() ?? this.#start()));
      if (!(host instanceof Host)) {
        job.settle(host);
        continue;
      }
      const settled = await host.run(job.code, job.task);
      // Whatever it was about to say must not be taken for an answer to the next question.
      if (settled.kind === 'broken') host.end();
      job.settle(settled);
      if (host.ended) this.#hosts.delete(host);
      else this.#idle.push(host);
    }
    this.#working--;
  }

  /** Ends all hosts. Tasks that have not settled never will. */
  end(): void {
    this.#ended = true;
    for (const host of this.#hosts) host.end();
    this.#hosts.clear();
  }
}
