import { expect, test } from 'vitest';
import { changedGiven, changedHarness, listNow } from '../../given.ts';
import { labOf } from '../../kit/index.ts';
import { wrap } from '../../style.ts';

const lab = labOf('lab1');

const lines = (sentences: readonly string[]): string[] => wrap(sentences.join(' '), 90);

/** The list as it is now, but that this file was another when it was given. */
const before = (file: string): string =>
  listNow().replace(new RegExp(`^\\S+ (?=${file}$)`, 'm'), 'other ');

test('the list of given files says of each what it is now', async () => {
  // Whoever changes a given file writes the list anew: npm test -- --update.
  await expect(listNow()).toMatchFileSnapshot('../../given.txt');
});

test('a lab on changed given files is not graded, and each of them is named', () => {
  expect(changedGiven(lab, listNow())).toEqual([]);
  expect(lines(changedGiven(lab, before('labs/lab1-rpc/bank.ts')))).toMatchInlineSnapshot(`
    [
      "labs/lab1-rpc/bank.ts is given, and is not as it was given. Write what you need in a file",
      "of your own, and put it back: git checkout origin/main -- labs/lab1-rpc/bank.ts",
    ]
  `);
  expect(changedGiven(lab, before('labs/harness/network.ts'))).toEqual([]);
});

test('a grade on a changed harness says so, and names the files: changed, added or gone', () => {
  expect(changedHarness(listNow())).toEqual([]);
  expect(lines(changedHarness(before('labs/harness/network.ts')))).toMatchInlineSnapshot(`
    [
      "The harness of this clone is not the course's: labs/harness/network.ts. A grade elsewhere",
      "is made with the course's, and may be another.",
    ]
  `);
  const [added, gone] = ['labs/harness/network.ts', 'labs/harness/gone.ts'];
  const others = listNow()
    .split('\n')
    .filter((line) => !line.endsWith(added));
  const [sentence] = changedHarness(others.join('\n') + `0 ${gone}\n`);
  expect(sentence).toContain(`not the course's: ${added}, ${gone}. A grade`);
});
