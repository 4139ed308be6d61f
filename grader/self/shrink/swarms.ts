import { describe, expect, test } from 'vitest';
import type { Script } from '#harness';
import { solutionEntry } from '../../grade.ts';
import { mutants } from '../../implementations.ts';
import { kitOf, labOf, loadProgram } from '../../kit/index.ts';
import { activeRules, runOnce, runScript, type Program, type Run } from '../../kit/run.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { seedOf } from '../../labs.ts';
import { faultsOf, without } from '../../shrink/pieces.ts';
import { isSame, shrink, type RunScript, type Shrunk } from '../../shrink/shrink.ts';
import { readSuite } from '../../suite.ts';

type Failure = { readonly run: Run; readonly script: Script };
type Found = Failure & { readonly short: Shrunk; readonly end: Run; readonly runs: RunScript };

/** Finds failures of a lab's programs, and shrinks them. */
export async function shorteningOf(id: string) {
  const lab = labOf(id);
  const kit = await kitOf(id);
  const suite = await readSuite(lab);

  const scenarioOf = (name: string): Scenario => {
    const entry = suite.find((one) => one.id === name);
    if (!entry) throw new Error(`no scenario ${name}`);
    return entry.scenario;
  };

  /** Runs scripts of a scenario on a program, by the rules that are sound for a part of a story. */
  const runner =
    (program: Program, scenario: Scenario): RunScript =>
    async (script) => {
      const rules = activeRules(kit.rules, scenario)
        .filter(({ ofTheWhole }) => !ofTheWhole)
        .map((rule) => rule.id);
      const options = scenario.options ?? {};
      const run = await runScript({ kit, program, script, rules, options });
      return { run, cost: run.events };
    };

  /** The first failing run of a scenario, as its script. */
  async function firstFailure(name: string, program: Program): Promise<Failure> {
    const scenario = scenarioOf(name);
    for (let n = 1; n <= lab.seeds[scenario.shape]; n++) {
      const scripts: Script[] = [];
      const recorded = (one: Script): void => void scripts.push(one);
      const run = await runOnce({ kit, scenario, program, seed: seedOf(name, n), recorded });
      if (run.verdict === 'fail' && scripts[0]) return { run, script: scripts[0] };
    }
    throw new Error(`no seed of ${name} fails`);
  }

  async function shorten(name: string, program: Program): Promise<Found> {
    const failure = await firstFailure(name, program);
    const { violation } = failure.run;
    if (!violation) throw new Error('a failing run breaks a rule');
    const runs = runner(program, scenarioOf(name));
    const short = await shrink(failure.script, violation, runs);
    return { ...failure, short, runs, end: (await runs(short.script)).run };
  }

  return { lab, scenarioOf, runner, firstFailure, shorten };
}

/** Each mutant that a swarm is declared to kill: how short its story becomes. */
export async function describeSwarms(id: string, median: number): Promise<void> {
  const { lab, scenarioOf, runner, shorten } = await shorteningOf(id);
  const solution = await loadProgram(solutionEntry(lab));
  const swarmed = (await mutants(lab)).flatMap(({ name, entry, declared }) => {
    const swarm = declared.killers.find((one) => scenarioOf(one).shape === 'swarm');
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

    test(`half of them had ${median} faults or more`, () => {
      const sorted = before.toSorted((a, b) => a - b);
      expect(sorted[Math.floor(sorted.length / 2)]).toBeGreaterThanOrEqual(median);
    });
  });
}
