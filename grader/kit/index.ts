/**
 * For open tests and plays: tells a story on a lab's code, with the monitors of the grade, and
 * keeps the trace.
 */
import path from 'node:path';
import { renderTimeline, student, type TraceEvent } from '#harness';
import { LABS, type Lab } from '../labs.ts';
import { bundle, ROOT } from '../loader/bundle.ts';
import { compilePlain } from '../loader/evaluate.ts';
import { runOnce, type LabKit, type Program, type Run } from './run.ts';
import type { Scenario } from './scenario.ts';

export { ONE_WAY, playOf, quiet, type Play, type Tale } from './plays.ts';
export type { Run } from './run.ts';
export type { TraceEvent } from '#harness';

export type TellOptions = {
  /** 'lab1', whose code under labs/ is loaded; or with `entry`, another index.ts for that lab. */
  readonly lab: string;
  readonly entry?: string;
  readonly seed?: string;
};

export type Told = {
  readonly run: Run;
  readonly events: readonly TraceEvent[];
  /** The run as a text diagram, at most `width` columns wide. */
  timeline(width?: number): string;
};

export const labOf = (id: string): Lab => {
  const lab = LABS.find((one) => one.id === id);
  if (!lab)
    throw new Error(`there is no lab ${id}; there is ${LABS.map((one) => one.id).join(', ')}`);
  return lab;
};

export const kitOf = async (lab: string): Promise<LabKit> =>
  ((await import(`./${lab}/index.ts`)) as { kit: LabKit }).kit;

/** Loads a lab's code as the grade does, but for the compartment. */
export async function loadProgram(entry: string): Promise<Program> {
  const { code } = await bundle(entry);
  const compiled = compilePlain(code, { ...student });
  return (life) => compiled.evaluate(life) as ReturnType<Program>;
}

/** Tells a story once. What breaks a rule is in `run.violation`. */
export async function tell(
  scenario: Omit<Scenario, 'run'> & { run(story: never): Promise<void> },
  options: TellOptions,
): Promise<Told> {
  const kit = await kitOf(options.lab);
  const entry = options.entry ?? path.join(ROOT, 'labs', labOf(options.lab).folder, 'index.ts');
  const program = await loadProgram(entry);
  const events: TraceEvent[] = [];
  const observers = [(event: TraceEvent) => void events.push(event)];
  const run = await runOnce({ kit, scenario, program, seed: options.seed ?? 'open', observers });
  return {
    run,
    events,
    timeline: (width = 100) => renderTimeline(events, { width, ...kit.labels }),
  };
}
