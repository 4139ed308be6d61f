import { describeMessage, u01, type Script, type TraceEvent } from '#harness';
import {
  runOnce,
  runScript,
  type LabKit,
  type Program,
  type Run,
  type RunOptions,
} from './kit/run.ts';
import type { Scenario } from './kit/scenario.ts';
import type {
  Failure,
  Retold,
  RunResult,
  RunTask,
  ShortStory,
  ShrinkTask,
  Task,
  TellTask,
} from './protocol.ts';
import { blame } from './shrink/blame.ts';
import { faultsOf } from './shrink/pieces.ts';
import { shrink, type RunScript } from './shrink/shrink.ts';
import { Marks, partingOf, Tail } from './trace-keeper.ts';

/** What a host has at hand when it is given a task. */
export type Bench = {
  readonly kit: LabKit;
  readonly scenarios: Readonly<Record<string, Scenario>>;
  readonly program: Program;
  readonly heartbeat: NonNullable<RunOptions['heartbeat']>;
  readonly progress: (scenario: string, done: number) => void;
};

export function perform(task: Task, bench: Bench): Promise<RunResult | Retold | ShortStory> {
  if (task.type === 'run') return runSeeds(task, bench);
  return task.type === 'tell' ? retell(task, bench) : shorten(task, bench);
}

type Seed = { readonly number: number; readonly seed: string };

/** A run with its trace, and, if it has failed before, what was done to its world. */
async function traced(
  scenario: Scenario,
  { number, seed }: Seed,
  failed: boolean,
  most: number,
  { kit, program, heartbeat }: Bench,
  observe: (event: TraceEvent) => void = () => {},
): Promise<Failure> {
  const tail = new Tail(most);
  const observers = [tail.observe, observe];
  let script: Script | undefined;
  const recorded = (one: Script): void => void (script = one);
  const recording = failed ? { recorded } : {};
  const run = await runOnce({ kit, scenario, program, seed, heartbeat, observers, ...recording });
  const seen = { number, seed, run, tail: tail.events, traced: tail.count };
  return run.verdict === 'fail' && script ? { ...seen, script } : seen;
}

/** How often two runs are compared to see where they part, if their digests have. */
const COMPARED = 4;
/** Events that are shown before and after the place where two runs part. */
const AROUND = 12;

/** A failing run again, with its trace: the same, or the program is not deterministic. */
async function again(
  scenario: Scenario,
  seed: Seed,
  first: Run,
  most: number,
  bench: Bench,
): Promise<Failure> {
  const second = await traced(scenario, seed, first.verdict === 'fail', most, bench);
  if (second.run.digest === first.digest) return second;
  const two = { first: first.digest, second: second.run.digest };
  const trace = async (): Promise<TraceEvent[]> => {
    const events: TraceEvent[] = [];
    await traced(scenario, seed, false, 1, bench, (event) => void events.push(event));
    return events;
  };
  const one = await trace();
  for (let n = 1; n < COMPARED; n++) {
    const parting = partingOf(one, await trace());
    if (!parting) continue;
    const tail = one.slice(Math.max(0, parting.event - AROUND), parting.event + AROUND);
    return { ...second, tail, nondeterministic: { ...two, parting } };
  }
  return { ...second, nondeterministic: two };
}

async function runSeeds(task: RunTask, bench: Bench): Promise<RunResult> {
  const { scenario: id, seeds, keepGoing, recheck, tail, always } = task;
  const { kit, program, heartbeat } = bench;
  const scenario = bench.scenarios[id];
  if (!scenario) throw new Error(`this host has no scenario ${id}`);
  const started = performance.now();
  const failures: Failure[] = [];
  const witnessed = new Set<string>();
  let [ran, passed, events, virtual] = [0, 0, 0, 0];
  let passing: Failure | undefined;
  for (const { number, seed } of seeds) {
    const run = await runOnce({ kit, scenario, program, seed, heartbeat });
    ran++;
    events += run.events;
    virtual += run.at;
    for (const name of run.witnessed) witnessed.add(name);
    const doubted = run.verdict !== 'pass' || u01(seed, 'recheck', '', 0) < recheck || always;
    const second = doubted ? await again(scenario, { number, seed }, run, tail, bench) : undefined;
    if (run.verdict === 'pass' && !second?.nondeterministic) passed++;
    else if (second) failures.push(second);
    if (always && second) passing = second;
    bench.progress(id, ran);
    if (failures.length > 0 && !keepGoing) break;
  }
  const wall = performance.now() - started;
  const memory = process.memoryUsage.rss();
  const seen = { scenario: id, ran, passed, failures, witnessed: [...witnessed] };
  const result = { ...seen, events, virtual, wall, memory };
  return passing ? { ...result, passing } : result;
}

async function retell(task: TellTask, { kit, program, heartbeat }: Bench): Promise<Retold> {
  const { script, rules, options } = task;
  const tail = new Tail(task.tail);
  const marks = new Marks(task.marks);
  const observers = [tail.observe, marks.observe];
  const run = await runScript({ kit, program, script, rules, options, heartbeat, observers });
  marks.finish();
  const told = { run, tail: tail.events, traced: tail.count, marks: marks.marks };
  const { decisions, detour } = marks;
  return { ...told, decisions, ...(detour && { parting: detour }) };
}

/** What a byte that is sent or saved costs, beside what an event costs. */
const BYTE = 0.001;
/** Rules that are sound for a part of a story too. */
const soundOnly = (rules: readonly string[], { rules: { rules: all } }: LabKit): string[] =>
  rules.filter((id) => !all.find((rule) => rule.id === id)?.ofTheWhole);

async function shorten(task: ShrinkTask, bench: Bench): Promise<ShortStory> {
  const { kit, program, heartbeat } = bench;
  const { violation, options } = task;
  const whole = kit.rules.rules.find(({ id }) => id === violation.rule)?.ofTheWhole ?? false;
  const rules = whole ? task.rules : soundOnly(task.rules, kit);
  const runs: RunScript = async (script) => {
    let bytes = 0;
    const count = (event: TraceEvent): void => {
      if (event.type === 'send' || event.type === 'save') bytes += event.bytes;
    };
    const observers = [count];
    const run = await runScript({ kit, program, script, rules, options, heartbeat, observers });
    return { run, cost: run.events + bytes * BYTE };
  };
  const short = await shrink(task.script, violation, runs, whole);
  const told = await retell(
    { ...task, type: 'tell', script: short.script, rules, marks: [] },
    bench,
  );
  const before = faultsOf(task.script).length;
  const { describe = describeMessage } = kit.labels;
  const left =
    short.runs > 0 ? await blame(short.script, runs, { events: told.tail, describe }) : [];
  return { ...told, ...short, rules, options, faults: { before, left } };
}
