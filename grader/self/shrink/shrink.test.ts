import path from 'node:path';
import { expect, test } from 'vitest';
import { loadProgram } from '../../kit/index.ts';
import type { Program } from '../../kit/run.ts';
import { mutantFolder } from '../../labs.ts';
import { blame } from '../../shrink/blame.ts';
import { shrink, type RunScript } from '../../shrink/shrink.ts';
import { describeSwarms, shorteningOf } from './swarms.ts';

const { lab, firstFailure, shorten } = await shorteningOf('lab1');

await describeSwarms('lab1', 20);

const mutant = (name: string): Promise<Program> =>
  loadProgram(path.join(mutantFolder(lab), `${name}.ts`));

test('the same failure shrinks to the same story', async () => {
  const program = await mutant('d6-outcome-not-saved');
  const [one, other] = [await shorten('1d-storm', program), await shorten('1d-storm', program)];
  expect(other.short).toEqual(one.short);
});

test('who is to blame is said of each fault', async () => {
  const { short, runs } = await shorten('1c-storm', await mutant('c2-books-then-memory'));
  const all = await blame(short.script, runs, { events: [], describe: () => '' });
  expect(all.map(({ without }) => without)).toEqual(all.map(() => undefined));
  const crashes = all.filter(({ kind }) => kind === 'crash').map(({ fault }) => fault);
  expect(crashes).toEqual([expect.stringMatching(/^crash bank, at \d+(\.\d+)? ms$/)]);
});

test('a failure of what is said of a whole story is not shrunk', async () => {
  const { script, run } = await firstFailure('1a-herd', await mutant('a11-no-jitter'));
  if (!run.violation) throw new Error('no violation');
  const never: RunScript = async () => expect.unreachable();
  expect(await shrink(script, run.violation, never, true)).toMatchObject({ script, runs: 0 });
});
