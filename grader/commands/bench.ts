import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { positive, readArgs, UsageError } from '../args.ts';
import type { KernelBench } from '../bench/kernel.ts';
import { grade, openSupervisor, solutionEntry, studentEntry } from '../grade.ts';
import { LABS, seedOf, type Lab } from '../labs.ts';
import { bundle, ROOT } from '../loader/bundle.ts';
import { bundlePrograms } from '../loader/host-bundle.ts';
import { total } from '../score.ts';

/** A full event costs at most so many bare ones. */
const MOST_HEAPS = 6;
/** The last thousand seeds of a host take at most so much of the memory of the first. */
const MOST_GROWTH = 1.1;

const number = (n: number, digits = 0): string =>
  n.toLocaleString('en', { maximumFractionDigits: digits });
const mark = (good: boolean): string => (good ? '✓' : '✗');

/** The time of an event on the full path, against that of a bare heap, in one run. */
async function benchKernel(): Promise<boolean> {
  const { code } = await bundle(path.join(ROOT, 'grader/bench/program.js'));
  const entry = JSON.stringify(path.join(ROOT, 'grader/bench/kernel.ts').split(path.sep).join('/'));
  const folder = await bundlePrograms({
    kernel: `import { benchKernel } from ${entry}; await benchKernel(${JSON.stringify(code)});`,
  });
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'kernel.mjs')]);
  const { fullNs, heapNs, eventsPerSecond, virtualPerSecond, bytesPerEvent } = JSON.parse(
    stdout,
  ) as KernelBench;
  const ratio = fullNs / heapNs;
  const limit = `${number(ratio, 2)} × a bare heap’s event (at most ${MOST_HEAPS})`;
  const measured = [
    `${number(fullNs)} ns against ${number(heapNs)} ns; ${number(eventsPerSecond)} events/s`,
    `${number(virtualPerSecond)} virtual seconds a second`,
    `${number(bytesPerEvent)} bytes an event`,
  ];
  console.log(`${mark(ratio <= MOST_HEAPS)} kernel  ${limit}: ${measured.join(', ')}`);
  return ratio <= MOST_HEAPS;
}

async function benchGrade(lab: Lab): Promise<boolean> {
  for (const [name, entry] of [
    ['solution', solutionEntry(lab)],
    ['your code', studentEntry(lab)],
  ] as const) {
    const started = performance.now();
    const { parts, rows } = await grade({ target: { lab }, entry });
    const { score, of } = total(parts);
    const events = rows.reduce((sum, row) => sum + row.events, 0);
    const seconds = number((performance.now() - started) / 1000, 2);
    const result = `${seconds} s, ${score}/${of}, ${number(events)} events`;
    console.log(`  grade   ${lab.id}, ${name}: ${result}`);
  }
  return true;
}

/** Memory of one host over many seeds of the swarm that makes the most events. */
async function benchMemory(lab: Lab, seeds: number): Promise<boolean> {
  const { supervisor, suite } = await openSupervisor(lab, 1);
  try {
    const submission = await bundle(solutionEntry(lab));
    const run = async (id: string, from: number, count: number) => {
      const numbers = Array.from({ length: count }, (_, i) => from + i);
      const settled = await supervisor.run(submission, {
        type: 'run',
        scenario: id,
        seeds: numbers.map((n) => ({ number: n, seed: seedOf(id, n) })),
        keepGoing: true,
        recheck: 0,
        tail: 1,
      });
      if (settled.kind !== 'result') throw new Error(`${id}: ${JSON.stringify(settled)}`);
      return settled.result;
    };
    const swarms = suite.filter(({ scenario }) => scenario.shape === 'swarm');
    const lengths = await Promise.all(
      swarms.map(async ({ id }) => ({ id, events: (await run(id, 1, 10)).events })),
    );
    const { id } = lengths.toSorted((a, b) => b.events - a.events)[0] as { id: string };
    const memory: number[] = [];
    for (let from = 1; from <= seeds; from += 1000)
      memory.push((await run(id, from, Math.min(1000, seeds - from + 1))).memory);
    const growth = (memory.at(-1) ?? 0) / (memory[0] ?? 1);
    const sizes = memory.map((bytes) => number(bytes / 2 ** 20)).join(' ');
    console.log(
      `${mark(growth <= MOST_GROWTH)} memory  ${id}, ${number(seeds)} seeds in one host: ` +
        `${sizes} MiB after each thousand; ` +
        `last to first ${number(growth, 3)} (at most ${MOST_GROWTH})`,
    );
    return growth <= MOST_GROWTH;
  } finally {
    supervisor.end();
  }
}

/**
 * `npm run bench [kernel | grade | memory]`: ratios in one run, for a machine's seconds are its
 * own.
 */
export async function benchCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('bench', args, ['seeds']);
  const all = ['kernel', 'grade', 'memory'];
  const unknown = words.find((word) => !all.includes(word));
  if (unknown)
    throw new UsageError(
      `There is no bench "${unknown}". There is: ${all.join(', ')}; ` +
        'memory takes minutes and runs only if it is named.',
    );
  const chosen = words.length > 0 ? words : ['kernel', 'grade'];
  const results: boolean[] = [];
  if (chosen.includes('kernel')) results.push(await benchKernel());
  for (const lab of LABS) {
    if (chosen.includes('grade')) results.push(await benchGrade(lab));
    if (chosen.includes('memory'))
      results.push(await benchMemory(lab, positive('seeds', flags.seeds) ?? 10_000));
  }
  return results.every(Boolean) ? 0 : 1;
}
