import { Worker } from 'node:worker_threads';
import { student, type TraceEvent, type World, u01 } from '#harness';
import type { LabKit, Program, Run } from './kit/run.ts';
import { runOnce } from './kit/run.ts';
import type { Scenario } from './kit/scenario.ts';
import { compileIsolated, lockRealm, RefusedSource } from './loader/isolate.ts';
import type { Failure, FromHost, Task, TaskResult, ToHost } from './protocol.ts';
import { BEAT, BYTES, EVENT, NODE, RUNNING, TIME, type Shared } from './watchdog.ts';

/** The child process in which submissions run. It has no authority but to answer its parent. */
const ALARM_PIPE = 4;

const say = (message: FromHost): void => void process.send?.(message);

const beats = new SharedArrayBuffer(BYTES);
const counter = new Int32Array(beats);
const clock = new Float64Array(beats);
const shared: Shared = { beats, alarmPipe: ALARM_PIPE };
// The program beside this one: both are bundled for each suite.
const watchdog = new Worker(new URL('./watchdog.mjs', import.meta.url), { workerData: shared });
watchdog.unref();

const heartbeat: NonNullable<ConstructorParameters<typeof World>[0]['heartbeat']> = {
  named: (index, id) => watchdog.postMessage({ index, id }),
  enter(index, at) {
    counter[BEAT] = (counter[BEAT] as number) + 1;
    counter[EVENT] = (counter[EVENT] as number) + 1;
    counter[NODE] = index;
    clock[TIME] = at;
  },
};

/** Before a run begins: what stands still now is the scenario. */
function nobodyRuns(): void {
  counter[EVENT] = 0;
  counter[NODE] = -1;
  clock[TIME] = 0;
}

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

/** Keeps the last events of a run, and says how many there were. */
class Tail {
  count = 0;
  #events: TraceEvent[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  readonly observe = (event: TraceEvent): void => {
    this.count++;
    this.#events.push(event);
    if (this.#events.length > 2 * this.#most) this.#events = this.#events.slice(-this.#most);
  };

  get events(): TraceEvent[] {
    return this.#events.slice(-this.#most);
  }
}

async function traced(
  scenario: Scenario,
  number: number,
  seed: string,
  most: number,
): Promise<Failure> {
  const tail = new Tail(most);
  const run = await runOnce({ kit, scenario, program, seed, heartbeat, observers: [tail.observe] });
  return { number, seed, run, tail: tail.events, traced: tail.count };
}

/** A failing run again, with its trace: the same, or the program is not deterministic. */
async function again(
  scenario: Scenario,
  number: number,
  seed: string,
  first: Run,
  most: number,
): Promise<Failure> {
  const second = await traced(scenario, number, seed, most);
  if (second.run.digest === first.digest) return second;
  return { ...second, nondeterministic: { first: first.digest, second: second.run.digest } };
}

async function runTask({
  scenario: id,
  seeds,
  keepGoing,
  recheck,
  tail,
  always,
}: Task): Promise<TaskResult> {
  const scenario = scenarios[id];
  if (!scenario) throw new Error(`this host has no scenario ${id}`);
  const started = performance.now();
  const failures: Failure[] = [];
  const witnessed = new Set<string>();
  let [ran, passed, events, virtual] = [0, 0, 0, 0];
  let passing: Failure | undefined;
  for (const { number, seed } of seeds) {
    nobodyRuns();
    const run = await runOnce({ kit, scenario, program, seed, heartbeat });
    ran++;
    events += run.events;
    virtual += run.at;
    for (const name of run.witnessed) witnessed.add(name);
    const doubted = run.verdict !== 'pass' || u01(seed, 'recheck', '', 0) < recheck || always;
    const second = doubted ? await again(scenario, number, seed, run, tail) : undefined;
    if (run.verdict === 'pass' && !second?.nondeterministic) passed++;
    else if (second) failures.push(second);
    if (always && second) passing = second;
    say({ type: 'progress', scenario: id, done: ran });
    if (failures.length > 0 && !keepGoing) break;
  }
  const wall = performance.now() - started;
  const result = {
    scenario: id,
    ran,
    passed,
    failures,
    witnessed: [...witnessed],
    events,
    virtual,
    wall,
    memory: process.memoryUsage.rss(),
  };
  return passing ? { ...result, passing } : result;
}

async function obey(message: ToHost): Promise<void> {
  if (message.type === 'load') return load(message.code);
  counter[RUNNING] = 1;
  const result = await runTask(message);
  counter[RUNNING] = 0;
  say({ type: 'result', result });
}

/** Begins to serve the parent, with a lab's kit and the scenarios of a suite. */
export function serve(with_: {
  readonly kit: LabKit;
  readonly scenarios: Readonly<Record<string, Scenario>>;
}): void {
  ({ kit, scenarios } = with_);
  // A message is walked by recursion: the frame of who sent it must not fall off its end.
  Error.stackTraceLimit = 1000;
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
