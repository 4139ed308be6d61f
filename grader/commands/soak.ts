import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { positive, readArgs, targetOf, UsageError } from '../args.ts';
import { openSupervisor } from '../grade.ts';
import { GRADES } from '../grades.ts';
import { correct } from '../implementations.ts';
import { seedOf, suiteFolder, type Lab } from '../labs.ts';
import { bundle } from '../loader/bundle.ts';
import { hostProgram, programText } from '../loader/host-bundle.ts';
import type { Pool } from '../mutation.ts';

/** Seeds in one task: what is lost when a soak is stopped. */
const CHUNK = 100;

/** What has passed, by implementation and scenario, at one state of the code: seeds 1 to `done`. */
type State = { [key: string]: { readonly code: string; done: number } };
type Piece = {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  readonly scenario: string;
  readonly submission: string;
  readonly of: number;
};

const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function pieces(
  lab: Lab,
  pool: Pool,
  seeds: { story: number; swarm: number },
): Promise<Piece[]> {
  const programs = await Promise.all(
    correct(lab).map(async ({ name, entry }) => ({ name, submission: (await bundle(entry)).code })),
  );
  const scenarios = await Promise.all(
    pool.suite.map(async ({ id, part, scenario }) => ({
      id,
      part,
      of: seeds[scenario.shape],
      // With all that it stands on: if this text changes, what has passed is forgotten.
      text: await programText(
        hostProgram(lab.id, { [id]: path.join(suiteFolder(lab), `${id}.ts`) }),
      ),
    })),
  );
  return programs.flatMap(({ name, submission }) =>
    scenarios
      .filter(({ part }) => name === 'solution' || !part.challenge)
      .map(({ id, of, text }) => ({
        key: `${name} ${id}`,
        code: sha(submission + text),
        name,
        scenario: id,
        submission,
        of,
      })),
  );
}

/**
 * `npm run soak lab1`: every correct program through many seeds. Stop it at any time; it goes on
 * where it was.
 */
export async function soakCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('soak', args, ['seeds', 'minutes', 'salt', 'only']);
  if (words.length !== 1) throw new UsageError('Which lab? Type: npm run soak lab1');
  const { lab } = targetOf(words[0] as string);
  const swarm = positive('seeds', flags.seeds) ?? 2000;
  const until = Date.now() + (positive('minutes', flags.minutes) ?? 24 * 60) * 60_000;
  const salt = flags.salt ?? '';
  const file = path.join(GRADES, `soak-${lab.id}${salt && `-${salt.replaceAll(/\W/g, '')}`}.json`);
  const state: State = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, 'utf8')) as State)
    : {};
  const pool = await openSupervisor(lab);
  try {
    const all = (
      await pieces(lab, pool, { swarm, story: Math.max(1, Math.round(swarm / 10)) })
    ).filter(({ scenario }) => flags.only === undefined || scenario === flags.only);
    for (const { key, code } of all) if (state[key]?.code !== code) state[key] = { code, done: 0 };
    const failed = await soak(all, pool, state, salt, until, () => save(file, state));
    const done = all.filter(({ key, of }) => (state[key]?.done ?? 0) >= of).length;
    const what = done < all.length ? '; the same command goes on from here' : ', every seed passed';
    console.log(
      failed.length > 0 ? failed.join('\n') : `${done} of ${all.length} pieces done${what}`,
    );
    return failed.length > 0 ? 1 : 0;
  } finally {
    pool.supervisor.end();
  }
}

function save(file: string, state: State): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.part`, JSON.stringify(state));
  fs.renameSync(`${file}.part`, file);
}

async function soak(
  all: readonly Piece[],
  pool: Pool,
  state: State,
  salt: string,
  until: number,
  keep: () => void,
): Promise<string[]> {
  const failed: string[] = [];
  await Promise.all(
    all.map(async ({ key, name, scenario, submission, of }) => {
      const mine = state[key] as { code: string; done: number };
      while (mine.done < of && Date.now() < until) {
        const numbers = Array.from(
          { length: Math.min(CHUNK, of - mine.done) },
          (_, i) => mine.done + i + 1,
        );
        const seeds = numbers.map((number) => ({ number, seed: seedOf(scenario, number, salt) }));
        const settled = await pool.supervisor.run(
          { code: submission },
          { type: 'run', scenario, seeds, keepGoing: true, recheck: 0.05, tail: 1 },
        );
        const bad = settled.kind === 'result' ? settled.result.failures : undefined;
        if (!bad || bad.length > 0) {
          const what =
            bad
              ?.map(
                ({ number, run }) =>
                  `seed ${number} ${run.violation?.rule ?? run.error ?? run.verdict}`,
              )
              .join(', ') ?? JSON.stringify(settled);
          failed.push(`✗ ${name} ${scenario}: ${what}`);
          console.log(failed.at(-1));
          return;
        }
        mine.done += numbers.length;
        keep();
      }
      if (mine.done >= of) console.log(`✓ ${name} ${scenario}: ${of} seeds`);
    }),
  );
  return failed;
}
