import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSupervisor, solutionEntry } from '../../grade.ts';
import { labOf, tell } from '../../kit/index.ts';
import { LABS, seedOf } from '../../labs.ts';
import { bundle } from '../../loader/bundle.ts';
import type { Pool } from '../../mutation.ts';

const lab = labOf('lab1');
let pool: Pool;
beforeAll(async () => {
  pool = await openSupervisor(lab);
});
afterAll(() => pool.supervisor.end());

const digest = async (scenario: string, seed: string, all = pool, of = lab): Promise<string> => {
  const task = {
    type: 'run',
    scenario,
    seeds: [{ number: 1, seed }],
    keepGoing: true,
    recheck: 0,
    tail: 1,
    always: true,
  } as const;
  const settled = await all.supervisor.run(await bundle(solutionEntry(of)), task);
  if (settled.kind !== 'result' || !settled.result.passing)
    throw new Error(JSON.stringify(settled));
  return settled.result.passing.run.digest;
};

test('200 runs of one seed are one run', async () => {
  const submission = await bundle(solutionEntry(lab));
  const seeds = Array.from({ length: 200 }, () => ({ number: 1, seed: seedOf('1d-storm', 1) }));
  // Each is run twice and compared by the host; a difference would be a failure.
  const settled = await pool.supervisor.run(submission, {
    type: 'run',
    scenario: '1d-storm',
    seeds,
    keepGoing: true,
    recheck: 1,
    tail: 1,
  });
  if (settled.kind !== 'result') throw new Error(JSON.stringify(settled));
  expect(settled.result).toMatchObject({ ran: 200, passed: 200, failures: [] });
});

test.each(['1a-swarm', '1b-swarm', '1c-storm', '1d-storm'])(
  '%s gives the same digest with and without the compartment',
  async (id) => {
    const entry = pool.suite.find((one) => one.id === id);
    if (!entry) throw new Error(id);
    for (const seed of [seedOf(id, 1), seedOf(id, 2)]) {
      const told = await tell(entry.scenario, { lab: lab.id, entry: solutionEntry(lab), seed });
      expect(await digest(id, seed)).toBe(told.run.digest);
    }
  },
);

test('another seed is another run', async () => {
  expect(await digest('1b-swarm', seedOf('1b-swarm', 1))).not.toBe(
    await digest('1b-swarm', seedOf('1b-swarm', 2)),
  );
});

test.each(LABS)(
  'the digests of $id are those that every machine and every version of Node gives',
  async (one) => {
    // A change of the course changes them (npm test -- --update writes them anew); a machine must
    // not.
    const all = one.id === lab.id ? pool : await openSupervisor(one);
    const lines = await Promise.all(
      all.suite.map(async ({ id }) => `${id} ${await digest(id, seedOf(id, 1), all, one)}`),
    );
    if (all !== pool) await all.supervisor.end();
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./digests/${one.id}.txt`);
  },
);
