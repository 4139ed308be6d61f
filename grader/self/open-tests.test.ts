import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { misreadingOf, playsOf } from '../commands/play.ts';
import { tell, type TellOptions } from '../kit/index.ts';
import { labFolder, LABS, solutionFolder, type Lab } from '../labs.ts';

/** The open tests tell their stories on the student's code. Here they tell them on the solution. */
vi.mock(import('#kit'), async (original) => {
  const kit = await original();
  const onSolution = (scenario: Parameters<typeof kit.tell>[0], options: TellOptions) =>
    kit.tell(scenario, { ...options, entry: solutionOf(kit.labOf(options.lab)) });
  return { ...kit, tell: onSolution };
});

const solutionOf = (lab: Lab): string => path.join(solutionFolder(lab), 'index.ts');

/** Tables look at decisions of the student's files: here they look at those of the solution. */
function mockDecisions(lab: Lab): void {
  const files = new Set(lab.parts.flatMap((part) => part.files));
  for (const file of files) {
    const ours = pathToFileURL(path.join(solutionFolder(lab), file)).href;
    vi.doMock(path.join(labFolder(lab), file), () => import(ours) as Promise<object>);
  }
}

const openTests = (lab: Lab): string[] =>
  readdirSync(labFolder(lab)).filter((file) => file.endsWith('.test.ts'));

describe.each(LABS)('the open tests of $id', async (lab) => {
  mockDecisions(lab);
  test('there is one for every part', () => {
    const parts = openTests(lab).map((file) => file.charAt(0).toUpperCase());
    expect(parts).toEqual(lab.parts.map(({ id }) => id));
  });

  describe('pass on the solution', async () => {
    for (const file of openTests(lab)) {
      await import(pathToFileURL(path.join(labFolder(lab), file)).href);
    }
  });
});

describe.each(LABS)('the plays of $id', async (lab) => {
  test.each(await playsOf(lab))('$id comes to what it asks about', async (play) => {
    const { scenario, decisive } = play;
    const entry = misreadingOf(lab, play) ?? solutionOf(lab);
    const { run, events } = await tell(scenario, { lab: lab.id, entry });
    expect(['pass', 'fail'], run.error).toContain(run.verdict);
    expect(events.findIndex(decisive)).toBeGreaterThan(0);
  });
});
