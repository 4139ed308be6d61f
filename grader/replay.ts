import path from 'node:path';
import type { Capsule } from './capsule.ts';
import { givenFiles, openSupervisor, tellTask } from './grade.ts';
import type { Lab } from './labs.ts';
import { BundleError, ROOT, type Bundle } from './loader/bundle.ts';
import { debuggable } from './loader/debug.ts';
import { StackMapper, type Place } from './loader/stack.ts';
import type { Failure, Retold, RunResult } from './protocol.ts';
import { judge, type Row } from './score.ts';
import type { Entry } from './suite.ts';
import { Supervisor, type Settled } from './supervisor.ts';
import { readSubmission } from './submission.ts';

/** More than any run makes that a person would look at. */
const ALL = 200_000;

/** What came of a run, and its trace, if it came to one. */
export type Replayed = {
  readonly row: Row;
  readonly trace: Pick<Failure, 'run' | 'tail' | 'traced'> | undefined;
  /** Of a capsule: how the run compares with the one that it keeps. */
  readonly retold?: Retold;
};

/** How to run: which code, and whether a debugger is waited for, at which port. */
export type ReplayOptions = {
  readonly lab: Lab;
  readonly entry: string;
  readonly inspect?: number;
};

/** @throws BundleError */
async function read({ lab, entry, inspect }: ReplayOptions): Promise<Bundle> {
  const submission = await readSubmission(lab, entry);
  if (submission instanceof BundleError) throw submission;
  return inspect === undefined ? submission : debuggable(submission);
}

function placesOf(submission: Bundle, lab: Lab): (stack: string) => readonly Place[] {
  const mapper = new StackMapper(submission.map, givenFiles(lab));
  return (stack) => mapper.places(stack);
}

/** Runs a scenario once more, at one seed. @throws BundleError */
export async function replayScenario(
  id: string,
  seed: { readonly number: number; readonly seed: string },
  options: ReplayOptions,
): Promise<Replayed> {
  const { lab, inspect } = options;
  const submission = await read(options);
  const { supervisor, suite } = await openSupervisor(lab, 1, inspect);
  try {
    const settled = await supervisor.run(submission, {
      type: 'run',
      scenario: id,
      seeds: [seed],
      keepGoing: true,
      recheck: inspect === undefined ? 1 : 0,
      tail: ALL,
      always: inspect === undefined,
    });
    const entry = suite.find((one) => one.id === id);
    if (!entry) throw new Error(`${id} is in the manifest and not in the suite`);
    const row = judge(entry, [seed], false, settled, placesOf(submission, lab));
    const passing = settled.kind === 'result' ? settled.result.passing : undefined;
    return { row, trace: row.failure?.trace ?? passing };
  } finally {
    supervisor.end();
  }
}

/** What the judge wants to know of a scenario whose source is not there. */
function entryOf({ scenario: id, title, note, points }: Capsule, { parts }: Lab): Entry {
  const part = parts.find(({ scenarios }) => scenarios.includes(id)) ?? parts[0];
  if (!part) throw new Error('a lab has parts');
  const told = { steps: [part.id], points, title, note, shape: 'story', witnesses: {} } as const;
  return { id, part, file: '', scenario: { ...told, run: async () => {} } };
}

/** A run that was told again, as the result of a task of one seed. */
function resultOf({ scenario, seed }: Capsule, told: Retold): RunResult {
  const { run, tail, traced } = told;
  const failures =
    run.verdict === 'pass' ? [] : [{ number: seed.number, seed: seed.text, run, tail, traced }];
  const seen = { scenario, ran: 1, passed: 1 - failures.length, failures, witnessed: [] };
  return { ...seen, events: run.events, virtual: run.at, wall: 0, memory: 0 };
}

/** Tells the run again that a capsule keeps: no suite is read. @throws BundleError */
export async function replayCapsule(capsule: Capsule, options: ReplayOptions): Promise<Replayed> {
  const { lab, inspect } = options;
  const submission = await read(options);
  const pool = { jobs: 1, ...(inspect !== undefined && { inspect }) };
  const supervisor = new Supervisor({ lab: lab.id, scenarios: {} }, pool);
  try {
    const settled = await supervisor.run(submission, tellTask(capsule, ALL));
    const retold = settled.kind === 'result' ? settled.result : undefined;
    const judged: Settled =
      settled.kind === 'result'
        ? { kind: 'result', result: resultOf(capsule, settled.result) }
        : settled;
    const seeds = [{ number: capsule.seed.number, seed: capsule.seed.text }];
    const row = judge(entryOf(capsule, lab), seeds, false, judged, placesOf(submission, lab));
    return { row, trace: retold, ...(retold && { retold }) };
  } finally {
    supervisor.end();
  }
}

/** The code that a capsule was made with. */
export const entryOfCapsule = ({ entry }: Capsule): string => path.resolve(ROOT, entry);
