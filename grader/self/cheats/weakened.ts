import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { grade } from '../../grade.ts';
import type { Lab } from '../../labs.ts';
import { ROOT } from '../../loader/bundle.ts';
import type { Row } from '../../score.ts';
import { filesOf, readSuite } from '../../suite.ts';
import type { Supervisor } from '../../supervisor.ts';
import type { Cheat } from './cheat.ts';
import { DEFENCES, type Defence, type DefenceName } from './defences.ts';

type Grader = { readonly grade: typeof grade; readonly Supervisor: typeof Supervisor };

function changed(contents: string, { file, line, without, what }: Defence): string {
  const parts = contents.split(line);
  if (parts.length !== 2)
    throw new Error(`"${line}" stands ${parts.length - 1} times in ${file}. ${what}`);
  return parts.join(without);
}

/** Takes defences out of sources on their way into a bundle. */
function takeOut(names: readonly DefenceName[]): Plugin {
  const defences: Defence[] = names.map((name) => DEFENCES[name]);
  return {
    name: 'take-out',
    setup: (hooks) =>
      hooks.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const mine = defences.filter((one) => path.join(ROOT, one.file) === file);
        if (mine.length === 0) return undefined;
        const text = await fs.promises.readFile(file, 'utf8');
        return { contents: mine.reduce(changed, text), loader: 'ts' };
      }),
  };
}

/** Made once: their names → graders that lack those defences. */
const graders = new Map<string, Promise<Grader>>();

/** The parent's side of a grader that lacks some defences. */
function graderWithout(names: readonly DefenceName[], plugin: Plugin): Promise<Grader> {
  const key = names.join(' ');
  const made = graders.get(key) ?? makeGrader(names, plugin);
  graders.set(key, made);
  return made;
}

async function makeGrader(names: readonly DefenceName[], plugin: Plugin): Promise<Grader> {
  const outfile = path.join(
    ROOT,
    'node_modules/.cache/partial-failure',
    `without-${names.join('-')}-${process.pid}`,
    'grader.mjs',
  );
  await build({
    stdin: {
      contents:
        `export { grade } from './grader/grade.ts';\n` +
        `export { Supervisor } from './grader/supervisor.ts';`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    absWorkingDir: ROOT,
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.dirname': JSON.stringify(path.join(ROOT, 'grader/loader')) },
    external: ['esbuild', 'ses', 'zod'],
    logLevel: 'silent',
    plugins: [plugin],
  });
  try {
    return (await import(pathToFileURL(outfile).href)) as Grader;
  } finally {
    fs.rmSync(path.dirname(outfile), { recursive: true });
  }
}

export type Judged = { readonly row: Row; readonly said: string };
export type Pool = {
  /** Grades one submission by one scenario, and says what became of it in one line. */
  judge(entry: string, by: Pick<Cheat, 'in' | 'seeds'>): Promise<Judged>;
  end(): void;
};

/**
 * Hosts of a grader that lacks some defences; none, for the grader as it is.
 * @param options.scenario the only one that they know; so they start sooner
 */
export async function poolWithout(
  lab: Lab,
  names: readonly DefenceName[],
  { jobs = 1, scenario }: { jobs?: number; scenario?: string } = {},
): Promise<Pool> {
  const plugin = takeOut(names);
  const grader = await graderWithout(names, plugin);
  const suite = await readSuite(lab);
  const files = Object.entries(filesOf(lab)).filter(([id]) => id === (scenario ?? id));
  const supervisor = new grader.Supervisor(
    { lab: lab.id, scenarios: Object.fromEntries(files), plugins: [plugin] },
    { jobs },
  );
  return {
    judge: async (entry, { in: only, seeds = 2 }) => {
      const {
        rows,
        unreadable,
        remarks = [],
      } = await grader.grade(
        { target: { lab }, entry, only, seeds, salt: 'cheats' },
        { supervisor, suite },
      );
      const [row] = rows;
      if (!row) throw new Error(`no row for ${only}`);
      return { row, said: (unreadable ?? [sayOf(row), ...remarks]).join('\n') };
    },
    end: () => supervisor.end(),
  };
}

function sayOf({ verdict, failure }: Row): string {
  const { violation, text = '' } = failure ?? {};
  return `${verdict} ${violation ? `${violation.rule}: ${violation.text}` : text}`.trim();
}
