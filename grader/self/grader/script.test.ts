import path from 'node:path';
import { expect, test } from 'vitest';
import type { Script } from '#harness';
import { solutionEntry } from '../../grade.ts';
import {
  activeRules,
  runOnce,
  runScript,
  type LabKit,
  type Program,
  type Run,
} from '../../kit/run.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { kitOf, labOf, loadProgram } from '../../kit/index.ts';
import { seedOf, type Lab } from '../../labs.ts';
import { ROOT } from '../../loader/bundle.ts';
import { readSuite } from '../../suite.ts';

const [lab1, lab3] = [labOf('lab1'), labOf('lab3')];

/** A run, and the same told again from its script, which has been written down and read. */
async function twice(
  kit: LabKit,
  scenario: Scenario,
  program: Program,
  seed: string,
): Promise<[Run, Run]> {
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
  ['the solution of Lab 1', lab1, solutionEntry(lab1)],
  ['the solution of Lab 3', lab3, solutionEntry(lab3)],
  ...['b2-looks-before-begin', 'c2-books-then-memory', 'b9-elder-is-duplicate'].map((name) => [
    name,
    lab1,
    path.join(ROOT, 'grader', 'mutants', lab1.folder, `${name}.ts`),
  ]),
] as [string, Lab, string][];

test.each(programs)(
  'a run of %s is the same run when its script is told',
  async (_, lab, entry) => {
    const [kit, program] = [await kitOf(lab.id), await loadProgram(entry)];
    for (const { id, scenario } of await readSuite(lab)) {
      for (const n of scenario.shape === 'swarm' ? [1, 2, 3] : [1]) {
        const [run, again] = await twice(kit, scenario, program, seedOf(id, n));
        expect({ ...again, witnessed: run.witnessed }, `${id}, seed ${n}`).toEqual(run);
      }
    }
  },
);

test('recording changes nothing', async () => {
  const [kit, program] = [await kitOf('lab1'), await loadProgram(solutionEntry(lab1))];
  const suite = await readSuite(lab1);
  const { scenario, id } = suite.find((one) => one.id === '1d-storm') ?? { id: '' };
  if (!scenario) throw new Error('no such scenario');
  const seed = seedOf(id, 1);
  const [recorded] = await twice(kit, scenario, program, seed);
  expect(await runOnce({ kit, scenario, program, seed })).toEqual(recorded);
});
