import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Script } from '#harness';
import { solutionEntry } from '../../grade.ts';
import { mutants as mutantsOf } from '../../implementations.ts';
import { kitOf, labOf, loadProgram } from '../../kit/index.ts';
import { activeRules, runOnce, runScript, type Program, type Run } from '../../kit/run.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { mutantFolder, seedOf } from '../../labs.ts';
import { blame } from '../../shrink/blame.ts';
import { faultsOf, without } from '../../shrink/pieces.ts';
import { isSame, shrink, type RunScript, type Shrunk } from '../../shrink/shrink.ts';
import { readSuite } from '../../suite.ts';

const lab = labOf('lab1');
const kit = await kitOf('lab1');
const suite = await readSuite(lab);
const solution = await loadProgram(solutionEntry(lab));

const scenarioOf = (id: string): Scenario => {
  const entry = suite.find((one) => one.id === id);
  if (!entry) throw new Error(`no scenario ${id}`);
  return entry.scenario;
};

/** Runs scripts of a scenario on a program, by the rules that are sound for a part of a story. */
const runner =
  (program: Program, scenario: Scenario): RunScript =>
  async (script) => {
    const rules = activeRules(kit.rules, scenario)
      .filter(({ ofTheWhole }) => !ofTheWhole)
      .map(({ id }) => id);
    const options = scenario.options ?? {};
    const run = await runScript({ kit, program, script, rules, options });
    return { run, cost: run.events };
  };

type Failure = { readonly run: Run; readonly script: Script };

/** The first failing run of a scenario, as its script. */
async function firstFailure(id: string, program: Program): Promise<Failure> {
  const scenario = scenarioOf(id);
  for (let n = 1; n <= lab.seeds[scenario.shape]; n++) {
    const scripts: Script[] = [];
    const recorded = (one: Script): void => void scripts.push(one);
    const run = await runOnce({ kit, scenario, program, seed: seedOf(id, n), recorded });
    if (run.verdict === 'fail' && scripts[0]) return { run, script: scripts[0] };
  }
  throw new Error(`no seed of ${id} fails`);
}

type Found = Failure & { readonly short: Shrunk; readonly end: Run; readonly runs: RunScript };

async function shorten(id: string, program: Program): Promise<Found> {
  const failure = await firstFailure(id, program);
  const { violation } = failure.run;
  if (!violation) throw new Error('a failing run breaks a rule');
  const runs = runner(program, scenarioOf(id));
  const short = await shrink(failure.script, violation, runs);
  return { ...failure, short, runs, end: (await runs(short.script)).run };
}

const mutants = await mutantsOf(lab);
const swarmed = mutants.flatMap(({ name, entry, declared }) => {
  const swarm = declared.killers.find((id) => scenarioOf(id).shape === 'swarm');
  return swarm ? [{ name, entry, swarm }] : [];
});

const before: number[] = [];

describe('what a swarm has found', () => {
  test.each(swarmed)('$name: $swarm shrinks to at most five faults', async ({ entry, swarm }) => {
    const { run, script, short, end, runs } = await shorten(swarm, await loadProgram(entry));
    before.push(faultsOf(script).length);
    const { violation } = run;
    if (!violation) throw new Error('no violation');
    // The same rule, and a story to the end of which nothing was cut for want of time.
    expect(isSame(violation, end.violation)).toBe(true);
    expect(short.minimal).toBe(true);
    const faults = faultsOf(short.script);
    expect(faults.length).toBeLessThanOrEqual(5);
    // 1-minimal: without any one of them the rule holds.
    for (const fault of faults) {
      const { run: other } = await runs(without(short.script, [fault]));
      expect(isSame(violation, other.violation)).toBe(false);
    }
    // A correct program is not accused by what has been made of the story.
    const honest = await runner(solution, scenarioOf(swarm))(short.script);
    expect(honest.run).toMatchObject({ verdict: 'pass' });
  });

  test('half of them had twenty faults or more', () => {
    const sorted = before.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeGreaterThanOrEqual(20);
  });
});

const mutant = (name: string): Promise<Program> =>
  loadProgram(path.join(mutantFolder(lab), `${name}.ts`));

test('the same failure shrinks to the same story', async () => {
  const program = await mutant('d6-outcome-not-saved');
  const [one, other] = [await shorten('1d-storm', program), await shorten('1d-storm', program)];
  expect(other.short).toEqual(one.short);
});

test('who is to blame is said of each fault', async () => {
  const { short, runs } = await shorten('1c-storm', await mutant('c2-books-then-memory'));
  const [only, ...more] = await blame(short.script, runs, { events: [], describe: () => '' });
  expect(more).toEqual([]);
  expect(only).toMatchObject({ kind: 'crash', without: undefined });
  expect(only?.fault).toMatch(/^crash bank, at \d+(\.\d+)? ms$/);
});

test('a failure of what is said of a whole story is not shrunk', async () => {
  const { script, run } = await firstFailure('1a-herd', await mutant('a11-no-jitter'));
  if (!run.violation) throw new Error('no violation');
  const never: RunScript = async () => expect.unreachable();
  expect(await shrink(script, run.violation, never, true)).toMatchObject({ script, runs: 0 });
});
