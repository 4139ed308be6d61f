import path from 'node:path';
import { expect, test } from 'vitest';
import type { Script } from '#harness';
import { solutionEntry } from '../../grade.ts';
import { activeRules, runOnce, runScript, type Program, type Run } from '../../kit/run.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { kitOf, labOf, loadProgram } from '../../kit/index.ts';
import { seedOf } from '../../labs.ts';
import { ROOT } from '../../loader/bundle.ts';
import { readSuite } from '../../suite.ts';

const lab = labOf('lab1');
const kit = await kitOf('lab1');
const suite = await readSuite(lab);

/** A run, and the same told again from its script, which has been written down and read. */
async function twice(scenario: Scenario, program: Program, seed: string): Promise<[Run, Run]> {
  const scripts: Script[] = [];
  const recorded = (script: Script): void => void scripts.push(script);
  const run = await runOnce({ kit, scenario, program, seed, recorded });
  const again = await runScript({
    kit,
    program,
    script: JSON.parse(JSON.stringify(scripts[0])) as Script,
    rules: activeRules(kit.rules, scenario).map(({ id }) => id),
    options: scenario.options ?? {},
  });
  return [run, again];
}

const programs = [
  ['the solution', solutionEntry(lab)],
  ...['b2-looks-before-begin', 'c2-books-then-memory', 'b9-elder-is-duplicate'].map((name) => [
    name,
    path.join(ROOT, 'grader', 'mutants', lab.folder, `${name}.ts`),
  ]),
] as [string, string][];

test.each(programs)('a run of %s is the same run when its script is told', async (_, entry) => {
  const program = await loadProgram(entry);
  for (const { id, scenario } of suite) {
    for (const n of scenario.shape === 'swarm' ? [1, 2, 3] : [1]) {
      const [run, again] = await twice(scenario, program, seedOf(id, n));
      expect({ ...again, witnessed: run.witnessed }, `${id}, seed ${n}`).toEqual(run);
    }
  }
});

test('recording changes nothing', async () => {
  const program = await loadProgram(solutionEntry(lab));
  const { scenario, id } = suite.find((one) => one.id === '1d-storm') ?? { id: '' };
  if (!scenario) throw new Error('no such scenario');
  const seed = seedOf(id, 1);
  const [recorded] = await twice(scenario, program, seed);
  expect(await runOnce({ kit, scenario, program, seed })).toEqual(recorded);
});
