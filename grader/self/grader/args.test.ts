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
  expect(said(() => targetOf('lab9'))).toMatchInlineSnapshot();
  expect(said(() => targetOf('lab1z'))).toMatchInlineSnapshot();
  expect(said(() => targetOf('lab1b9'))).toMatchInlineSnapshot();
  expect(said(() => readArgs('grade', ['lab1', '--sed', '7'], ['seed', 'only']))).toMatchInlineSnapshot();
  expect(said(() => positive('seed', 'x'))).toMatchInlineSnapshot();
});

test('flags that npm kept for itself are noticed, and the right line is said', () => {
  const env = { npm_config_seed: '7', npm_config_solution: 'true' };
  expect(said(() => readArgs('grade', ['lab1', '7'], ['seed', 'solution'], env))).toMatchInlineSnapshot();
});

test('the points of each lab, without challenges, make 100', () => {
  for (const { parts } of LABS) {
    expect(parts.filter(({ challenge }) => !challenge).reduce((sum, { points }) => sum + points, 0)).toBe(100);
  }
});
