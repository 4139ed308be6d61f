import { afterAll, beforeAll, expect, test } from 'vitest';
import { Course } from '../bad-input/course.ts';

const PLAY = 'labs/lab1-rpc/plays/generals.ts';

let course: Course;

beforeAll(() => {
  course = new Course();
});
afterAll(() => course.remove());

/** What a student sees who writes other numbers: for each night, what the generals do. */
async function nights(g1: number, g2: number): Promise<readonly string[]> {
  const given = course.read(PLAY);
  course.change(PLAY, '{ g1: 2, g2: 3 }', `{ g1: ${g1}, g2: ${g2} }`);
  const { out } = await course.run(['play', 'lab1', '--story', 'every-night']);
  course.write(PLAY, given);
  return [...out.matchAll(/ (\d+) arrived\. g1: (\w+), g2: (\w+)\. /g)].map(([, ...told]) =>
    told.join(' '),
  );
}

/** g1 hears the even messages, and g2 the odd ones: what they do when the first so many arrive. */
function expected(g1: number, g2: number): readonly string[] {
  const told: string[] = [];
  for (let arrive = 0; !told.at(-1)?.endsWith('attack attack'); arrive++) {
    const [heard1, heard2] = [arrive - (arrive % 2), arrive === 0 ? 0 : arrive - 1 + (arrive % 2)];
    const does = (heard: number, needs: number) => (heard >= needs ? 'attack' : 'stay');
    told.push(`${arrive} ${does(heard1, g1)} ${does(heard2, g2)}`);
  }
  return told;
}

test.each([
  [0, 0],
  [1, 0],
  [3, 3],
  [12, 13],
  [18, 19],
  [31, 30],
  [100, 4],
])(
  'generals who need the messages %i and %i do at each dawn what they have heard',
  async (...n) => {
    expect(await nights(...n)).toEqual(expected(...n));
  },
);
