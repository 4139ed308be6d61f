import { afterAll, beforeAll, expect, test } from 'vitest';
import { Course } from '../bad-input/course.ts';

const PLAY = 'labs/lab3-raft/plays/figure-8.ts';

let course: Course;

beforeAll(() => {
  course = new Course();
});
afterAll(() => course.remove());

/** What a student sees who changes the scenes: what is said of each. */
async function scenes(from: string, to: string): Promise<readonly string[]> {
  const given = course.read(PLAY);
  course.write(PLAY, given.replace(from, to));
  const { out } = await course.run(['play', 'lab3', '--story', 'figure-8']);
  course.write(PLAY, given);
  return [...out.matchAll(/— \((\w)\) (n\d \w+)/g)].map(([, name, told]) => `${name} ${told}`);
}

test.each([
  [
    'in Figure 8 each of the four leaders is elected',
    '',
    '',
    ['a n1 leads', 'b n3 leads', 'c n1 leads', 'd n3 leads'],
  ],
  [
    'an entry of its own term behind black keeps n3 from leading again',
    "leads: 'n1', reaches: ['n2']",
    "leads: 'n1', takes: 'blue', reaches: ['n2']",
    ['a n1 leads', 'b n3 leads', 'c n1 leads', 'd n3 does'],
  ],
  [
    'black on a majority in its own term keeps n3 from leading at all',
    "takes: 'black', reaches: []",
    "takes: 'black', reaches: ['n2']",
    ['a n1 leads', 'b n3 does'],
  ],
])('%s', async (_claim, from, to, told) => {
  expect(await scenes(from, to)).toEqual(told);
});
