import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSupervisor } from '../../grade.ts';
import { mutants } from '../../implementations.ts';
import { LABS } from '../../labs.ts';
import { asDeclared, runMutant, type Pool } from '../../mutation.ts';

const banks = await Promise.all(
  LABS.map(async (lab) => ({ lab, id: lab.id, all: await mutants(lab) })),
);

describe.each(banks)('$id', ({ lab, all }) => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await openSupervisor(lab);
  });
  afterAll(() => pool.supervisor.end());

  test.each(all)('$name is killed by its declared killers, which name its rule', async (mutant) => {
    const killed = await runMutant(pool, lab, mutant, mutant.declared.killers, '');
    expect(killed.killers.map(({ id }) => id)).toEqual(
      expect.arrayContaining([...mutant.declared.killers]),
    );
    expect(asDeclared(killed).named, JSON.stringify(killed.killers)).toBe(true);
  });

  test('each bug and each file has its own mutant', () => {
    const bugs = all.map(({ declared }) => `${declared.bug}: ${declared.what}`);
    expect(new Set(bugs).size).toBe(all.length);
  });
});
