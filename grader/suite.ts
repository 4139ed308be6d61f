import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Target } from './args.ts';
import { UsageError } from './args.ts';
import type { Scenario } from './kit/scenario.ts';
import { scenariosOf, suiteFolder, type Lab, type Part } from './labs.ts';

/** A scenario with its place in the manifest. */
export type Entry = { readonly id: string; readonly part: Part; readonly scenario: Scenario; readonly file: string };

/** Reads a lab's scenarios, in the manifest's order. @throws Error naming the file that is wrong */
export async function readSuite(lab: Lab): Promise<Entry[]> {
  const folder = suiteFolder(lab);
  const entries = lab.parts.flatMap((part) => part.scenarios.map((id) => ({ id, part })));
  return Promise.all(
    entries.map(async ({ id, part }) => {
      const file = path.join(folder, `${id}.ts`);
      if (!existsSync(file)) throw new Error(`the manifest names a scenario ${id}, and ${file} does not exist`);
      const { default: scenario } = (await import(pathToFileURL(file).href)) as { default: Scenario };
      if (typeof scenario?.run !== 'function') throw new Error(`${file} has no scenario for its default export`);
      return { id, part, scenario, file };
    }),
  );
}

/** Those of a suite that a target and `--only` choose. @throws UsageError */
export function choose(suite: readonly Entry[], { lab, part, step }: Target, only: string | undefined): Entry[] {
  if (only !== undefined && !suite.some(({ id }) => id === only)) {
    throw new UsageError(`${lab.id} has no scenario "${only}". It has: ${scenariosOf(lab).join(', ')}.`);
  }
  const chosen = suite.filter(
    (entry) =>
      (part === undefined || entry.part === part) &&
      (step === undefined || entry.scenario.steps.includes(step)) &&
      (only === undefined || entry.id === only),
  );
  if (chosen.length === 0) throw new UsageError(only ? `${only} does not belong to what was asked for.` : `No scenario shows step ${step} alone; grade the part: ${lab.id}${part?.id.toLowerCase()}.`);
  return chosen;
}
