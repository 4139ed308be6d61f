import { Worker } from 'node:worker_threads';
import { student, type World } from '#harness';
import type { LabKit, Program } from './kit/run.ts';
import type { Scenario } from './kit/scenario.ts';
import { compileIsolated, lockRealm, RefusedSource } from './loader/isolate.ts';
import type { FromHost, ToHost } from './protocol.ts';
import { perform } from './tasks.ts';
import { BEAT, BYTES, EVENT, NODE, RUNNING, TIME, type Shared } from './watchdog.ts';

/** The child process in which submissions run. It has no authority but to answer its parent. */
const ALARM_PIPE = 4;

const say = (message: FromHost): void => void process.send?.(message);

const beats = new SharedArrayBuffer(BYTES);
const counter = new Int32Array(beats);
const clock = new Float64Array(beats);
const shared: Shared = { beats, alarmPipe: ALARM_PIPE };
// The program beside this one: both are bundled for each suite.
// With a debugger the clock stands: nobody watches.
const inspected = process.execArgv.some((flag) => flag.startsWith('--inspect'));
const watchdog = inspected
  ? undefined
  : new Worker(new URL('./watchdog.mjs', import.meta.url), { workerData: shared });
watchdog?.unref();

/** What the watchdog has been told: worlds of one scenario have the same names. */
const names: string[] = [];
const heartbeat: NonNullable<ConstructorParameters<typeof World>[0]['heartbeat']> = {
  begin() {
    // What stands still now is the scenario.
    counter[EVENT] = 0;
    counter[NODE] = -1;
    clock[TIME] = 0;
  },
  named(index, id) {
    if (names[index] === id) return;
    names[index] = id;
    watchdog?.postMessage({ index, id });
  },
  enter(index, at) {
    counter[BEAT] = (counter[BEAT] as number) + 1;
    counter[EVENT] = (counter[EVENT] as number) + 1;
    counter[NODE] = index;
    clock[TIME] = at;
  },
};

let kit: LabKit;
let scenarios: Readonly<Record<string, Scenario>>;
let program: Program;

function load(code: string): void {
  try {
    const compiled = compileIsolated(code, { ...student });
    program = (life) => {
      const { start } = compiled.evaluate(life);
      if (typeof start !== 'function')
        throw new TypeError('index.ts exports no function named start');
      return {
        start: (env: never, world: never) =>
          (start as (env: never, world: never) => unknown)(compiled.harden(env), world),
      };
    };
    say({ type: 'loaded' });
  } catch (error) {
    if (!(error instanceof RefusedSource || error instanceof SyntaxError)) throw error;
    say({ type: 'loaded', error: error.message });
  }
}

const progress = (scenario: string, done: number): void =>
  say({ type: 'progress', scenario, done });

async function obey(message: ToHost): Promise<void> {
  if (message.type === 'load') return load(message.code);
  counter[RUNNING] = 1;
  const result = await perform(message, { kit, scenarios, program, heartbeat, progress });
  counter[RUNNING] = 0;
  say({ type: 'result', result });
}

/** Begins to serve the parent, with a lab's kit and the scenarios of a suite. */
export function serve(with_: {
  readonly kit: LabKit;
  readonly scenarios: Readonly<Record<string, Scenario>>;
}): void {
  ({ kit, scenarios } = with_);
  lockRealm();
  process.on('message', (message: ToHost) => {
    obey(message).catch((error: unknown) =>
      say({ type: 'broken', error: String((error as Error)?.stack ?? error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches all processes of a terminal. The parent says what becomes of this one.
  process.on('SIGINT', () => {});
  say({ type: 'ready' });
}
