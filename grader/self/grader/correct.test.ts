import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grade, openSupervisor } from '../../grade.ts';
import { alternates, correct } from '../../implementations.ts';
import { LABS } from '../../labs.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Pool } from '../../mutation.ts';
import { total } from '../../score.ts';
import { skeletonOf, startingPoints } from './starting-points.ts';

describe.each(LABS)('$id', (lab) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await openSupervisor(lab);
  });
  afterAll(() => pool.supervisor.end());

  test('the points of a part are those of its scenarios', () => {
    for (const part of lab.parts) {
      const mine = pool.suite.filter((entry) => entry.part === part);
      expect(mine.reduce((sum, { scenario }) => sum + scenario.points, 0)).toBe(part.points);
    }
  });

  test.each(correct(lab))('$name scores all points', async ({ name, entry }) => {
    const { rows, parts } = await grade({ target: { lab }, entry }, pool);
    const challenges = lab.parts.filter(({ challenge }) => challenge).map(({ id }) => id);
    const failed = rows.filter(
      (row) => row.verdict !== 'pass' && (name === 'solution' || !challenges.includes(row.part)),
    );
    expect(
      failed.map(({ id, verdict, failure }) => ({
        id,
        verdict,
        why: failure?.violation ?? failure?.text,
      })),
    ).toEqual([]);
    expect(total(parts)).toEqual({ score: 100, of: 100 });
  });

  test('there are alternates, and they are not the solution', () => {
    expect(alternates(lab).length).toBeGreaterThanOrEqual(lab.id === 'lab1' ? 4 : 3);
  });

  test('the skeleton scores 0, and its first function is named', async () => {
    const { rows, parts } = await grade({ target: { lab }, entry: skeletonOf(lab) }, pool);
    expect(total(parts).score).toBe(0);
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['not-started']));
    const first = rows[0]?.failure;
    expect(first?.step).toBe('A1');
    expect(first?.places[0]?.file).toMatch(/(client|raft|a-skeleton|a-nothing)\.ts$/);
  });

  test.each(startingPoints(lab))(
    'the starting point $name fails every story of part $part',
    async ({ part, entry }) => {
      const of = lab.parts.find(({ id }) => id === part);
      const { rows } = await grade(
        { target: { lab, ...(of && { part: of }) }, entry: path.join(ROOT, entry) },
        pool,
      );
      expect(rows.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual([]);
    },
  );
});
