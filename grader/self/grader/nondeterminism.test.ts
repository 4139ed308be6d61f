import { expect, test } from 'vitest';
import { solutionEntry } from '../../grade.ts';
import { kitOf, labOf, loadProgram } from '../../kit/index.ts';
import type { Program } from '../../kit/run.ts';
import { judge } from '../../score.ts';
import { seedOf } from '../../labs.ts';
import type { RunResult } from '../../protocol.ts';
import { wrap } from '../../style.ts';
import { readSuite } from '../../suite.ts';
import { perform, type Bench } from '../../tasks.ts';

const lab = labOf('lab1');
const kit = await kitOf('lab1');
const entry = (await readSuite(lab)).find(({ id }) => id === '1a-first-call');
if (!entry) throw new Error('no such scenario');
const honest = await loadProgram(solutionEntry(lab));

/** What the isolation keeps out: a variable that outlives lives and runs. */
let started = 0;
type Net = { send(to: string, message: unknown): void };
const remembers: Program = (life) => {
  const { start } = honest(life);
  return {
    start(env: never, world: never) {
      started++;
      const { net } = env as { net: Net };
      if (life.node === 'c1') net.send('bank', { kind: 'note', extra: started });
      return start(env, world);
    },
  };
};

const bench = (program: Program): Bench => ({
  kit,
  program,
  scenarios: { [entry.id]: entry.scenario },
  heartbeat: { begin() {}, named() {}, enter() {} },
  progress() {},
});

const seeds = [1, 2, 3].map((number) => ({ number, seed: seedOf(entry.id, number) }));
const task = {
  type: 'run',
  scenario: entry.id,
  seeds,
  keepGoing: false,
  recheck: 1,
  tail: 10,
} as const;

test('where the runs of a nondeterministic program part is named', async () => {
  const result = (await perform(task, bench(remembers))) as RunResult;
  const row = judge(entry, seeds, true, { kind: 'result', result }, () => []);
  expect(row.verdict).toBe('nondeterministic');
  const text = row.failure?.text?.replaceAll(/[0-9a-f]{16}/g, 'DIGEST') ?? '';
  expect(wrap(text, 80)).toMatchInlineSnapshot(`
    [
      "The same seed gave two different runs (DIGEST and DIGEST). They part at event 4:",
      "at 0 ms c1 → bank: note {extra: 6}; the other time at 0 ms c1 → bank: note",
      "{extra: 8}. All that a node knows must come from its messages, its disk and Env.",
    ]
  `);
});

test('a program that runs the same each time is not accused', async () => {
  const result = (await perform(task, bench(honest))) as RunResult;
  expect(result).toMatchObject({ passed: 3, failures: [] });
});
