import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Target } from './args.ts';
import { mustHave, UsageError } from './args.ts';
import type { Scenario } from './kit/scenario.ts';
import { scenariosOf, suiteFolder, type Lab, type Part } from './labs.ts';

/** A scenario with its place in the manifest. */
export type Entry = {
  readonly id: string;
  readonly part: Part;
  readonly scenario: Scenario;
  readonly file: string;
  /** Why its file cannot be used: the rest of the suite is graded all the same. */
  readonly broken?: string;
};

/** Stands in the place of a scenario that cannot be read. */
const unreadable = (part: Part): Scenario => ({
  steps: [`${part.id}1`],
  points: 0,
  title: 'this scenario cannot be read.',
  note: '',
  shape: 'story',
  witnesses: {},
  run: () => Promise.reject(new Error('this scenario cannot be read')),
});

async function readOne(file: string): Promise<Scenario | string> {
  if (!existsSync(file)) return 'the manifest names it, and there is no such file';
  try {
    const { default: scenario } = (await import(pathToFileURL(file).href)) as {
      default?: Scenario;
    };
    return typeof scenario?.run === 'function'
      ? scenario
      : 'it has no scenario for its default export';
  } catch (error) {
    return whyUnread(error as Error, path.basename(file));
  }
}

/** A compiler's message names the file with its whole path, and lines of it; the first says all. */
function whyUnread({ message, name, stack = '' }: Error, file: string): string {
  const [first = '', second] = message.split('\n');
  const placed = /:(\d+):(\d+): ERROR: (.*)$/.exec(second ?? '');
  if (placed) return `line ${placed[1]}, column ${placed[2]}: ${placed[3]}`;
  const line = new RegExp(`/${file}:(\\d+)`).exec(stack)?.[1];
  return `${line === undefined ? '' : `line ${line}: `}${name}: ${first}`;
}

/** Where a lab's scenarios should be, by id. */
export const filesOf = (lab: Lab): Readonly<Record<string, string>> =>
  Object.fromEntries(scenariosOf(lab).map((id) => [id, path.join(suiteFolder(lab), `${id}.ts`)]));

/** Reads a lab's scenarios, in the manifest's order. */
export async function readSuite(lab: Lab): Promise<Entry[]> {
  const folder = suiteFolder(lab);
  const entries = lab.parts.flatMap((part) => part.scenarios.map((id) => ({ id, part })));
  return Promise.all(
    entries.map(async ({ id, part }) => {
      const file = path.join(folder, `${id}.ts`);
      const scenario = await readOne(file);
      return typeof scenario === 'string'
        ? { id, part, file, scenario: unreadable(part), broken: scenario }
        : { id, part, file, scenario };
    }),
  );
}

/** Those of a suite that a target and `--only` choose. @throws UsageError */
export function choose(
  suite: readonly Entry[],
  { lab, part, step }: Target,
  only: string | undefined,
): Entry[] {
  if (only !== undefined) mustHave(lab, only);
  const chosen = suite.filter(
    (entry) =>
      (part === undefined || entry.part === part) &&
      (step === undefined || entry.scenario.steps.includes(step)) &&
      (only === undefined || entry.id === only),
  );
  if (chosen.length === 0) {
    const name = `${lab.id}${part?.id.toLowerCase()}`;
    throw new UsageError(
      only
        ? `${only} does not belong to what was asked for.`
        : `No scenario shows step ${step} alone; grade the part: ${name}.`,
    );
  }
  return chosen;
}
