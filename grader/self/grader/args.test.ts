import { expect, test } from 'vitest';
import { positive, readArgs, targetOf, UsageError } from '../../args.ts';
import { LABS } from '../../labs.ts';

const said = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

test('a lab, a part and a step are found, in either case', () => {
  expect(targetOf('lab1').part).toBeUndefined();
  expect(targetOf('lab1b').part?.id).toBe('B');
  expect(targetOf('LAB1B2').step).toBe('B2');
});

test('what there is not is answered with what there is', () => {
  expect(said(() => targetOf('lab9'))).toBe(
    'There is no lab "lab9". Did you mean lab1? There is: lab1, lab3; ' +
      'a part is lab1b, a step lab1b2.',
  );
  expect(said(() => targetOf('lab1z'))).toMatchInlineSnapshot(
    `"lab1 has no part Z. It has: lab1a, lab1b, lab1c, lab1d, lab1e."`,
  );
  expect(said(() => targetOf('lab1b9'))).toBe(
    'Part B of lab1 has no step 9. It has: B1 (name calls), B2 (keep results), ' +
      'B3 (the one in progress), B4 (many open at once).',
  );
  expect(said(() => readArgs('grade', ['lab1', '--sed', '7'], ['seed', 'only']))).toBe(
    'There is no flag --sed. Did you mean --seed? npm run grade knows: --seed --only',
  );
  expect(said(() => positive('seed', 'x'))).toMatchInlineSnapshot(
    `"--seed wants a whole number from 1, not "x"."`,
  );
});

test('flags that npm kept for itself are noticed, and the right line is said', () => {
  const env = { npm_config_seed: '7', npm_config_solution: 'true' };
  expect(said(() => readArgs('grade', ['lab1', '7'], ['seed', 'solution'], env)))
    .toMatchInlineSnapshot(`
    "npm kept --seed, --solution for itself, because there was no -- before it. Type this instead:

      npm run grade lab1 -- --seed 7 --solution
    "
  `);
});

test('a value that npm handed on as a word goes back to its flag', () => {
  const env = { npm_config_seed: 'true', npm_config_solution: 'true' };
  expect(said(() => readArgs('grade', ['lab1', '3'], ['seed', 'solution'], env))).toContain(
    'npm run grade lab1 -- --seed 3 --solution',
  );
});

test('the points of each lab, without challenges, make 100', () => {
  for (const { parts } of LABS) {
    expect(
      parts.filter(({ challenge }) => !challenge).reduce((sum, { points }) => sum + points, 0),
    ).toBe(100);
  }
});
