import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { solutionEntry } from '../../grade.ts';
import { labOf } from '../../kit/index.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Cheat } from './cheat.ts';
import { DEFENCES, type DefenceName } from './defences.ts';
import { handIn } from './hand-in.ts';
import { HANDED_IN } from './handed-in.ts';
import { poolWithout, type Pool } from './weakened.ts';

const lab = labOf('lab1');
const FOLDER = path.join(import.meta.dirname, 'programs');

type Named = { readonly name: string; readonly entry: string; readonly declared: Cheat };

/** One a file. */
async function programs(): Promise<Named[]> {
  const files = fs.readdirSync(FOLDER).toSorted();
  const all = await Promise.all(
    files.map(async (file) => {
      const entry = path.join(FOLDER, file);
      const { declared } = (await import(pathToFileURL(entry).href)) as { declared?: Cheat };
      return declared ? [{ name: file.slice(0, -3), entry, declared }] : [];
    }),
  );
  return all.flat();
}

/** Submissions in folders of their own, as a school gets them. */
const handedIn: Named[] = [];
fs.mkdirSync(path.join(ROOT, '.grades'), { recursive: true });
const inbox = fs.mkdtempSync(path.join(ROOT, '.grades', 'inbox-'));
for (const [name, declared] of Object.entries(HANDED_IN)) {
  const folder = path.join(inbox, name);
  fs.mkdirSync(folder);
  handedIn.push({ name, declared, entry: handIn(lab, folder, declared) });
}
afterAll(() => fs.rmSync(inbox, { recursive: true }));

const all = [...(await programs()), ...handedIn];

const wallsOf = ({ declared }: Named): string => (declared.behind ?? []).join(' ');
const walls = [...new Set(all.map(wallsOf))];

test('what is handed in need not have the given files, and is graded on the course’s', async () => {
  const folder = path.join(inbox, 'without-given-files');
  fs.mkdirSync(folder);
  const entry = handIn(lab, folder, { change: () => ({}) });
  for (const file of lab.given) if (file !== 'index.ts') fs.rmSync(path.join(folder, file));
  const whole = await poolWithout(lab, []);
  const { row } = await whole.judge(entry, { in: '1b-lost-reply' });
  whole.end();
  expect(row.verdict).toBe('pass');
});

describe.each(walls)(
  'a cheat gains nothing, harms nobody, and is named; fallen: "%s"',
  (fallen) => {
    const behind = fallen.split(' ').filter(Boolean) as DefenceName[];
    let pool: Pool;
    beforeAll(async () => {
      pool = await poolWithout(lab, behind, { jobs: 2 });
    });
    afterAll(() => pool.end());

    const mine = all.filter((one) => wallsOf(one) === fallen);
    test.concurrent.each(mine)('$name', async ({ entry, declared }) => {
      const { row, said } = await pool.judge(entry, declared);
      expect(said).toContain(declared.said);
      expect(row.score).toBe(0);
      const after = await pool.judge(solutionEntry(lab), declared);
      expect(after.row.verdict).toBe('pass');
    });
  },
);

/** Of a cheat that nothing stops: a grader with all its defences has ended a loop meanwhile. */
const ENDLESS = 'it runs on';

/** What a grader says of a cheat that it does not stop. */
async function succeeds({ entry, declared }: Named, weak: Pool): Promise<string> {
  try {
    return (await weak.judge(entry, declared)).said;
  } catch (error) {
    return `the grade ended: ${(error as Error).message}`;
  }
}

describe.each(Object.keys(DEFENCES) as DefenceName[])('without %s', (name) => {
  const mine = all.filter(({ declared }) => declared.stoppedBy === name);
  const endless = mine.find(({ declared }) => declared.otherwise === ENDLESS);
  let meanwhile: Promise<string> | undefined;

  /** Ends as soon as a grader with all its defences has ended one of these. */
  const ended = (): Promise<string> =>
    (meanwhile ??= (async () => {
      if (!endless) return new Promise<never>(() => {});
      const strong = await poolWithout(lab, []);
      await strong.judge(endless.entry, endless.declared);
      strong.end();
      return ENDLESS;
    })());

  test.concurrent.each(mine)('$name succeeds', async (cheat) => {
    const { otherwise, behind = [] } = cheat.declared;
    const weak = await poolWithout(lab, [name, ...behind], { scenario: cheat.declared.in });
    try {
      expect(await Promise.race([succeeds(cheat, weak), ended()])).toContain(otherwise);
    } finally {
      weak.end();
    }
  });
});
