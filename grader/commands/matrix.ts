import fs from 'node:fs';
import path from 'node:path';
import { readArgs, targetOf, UsageError } from '../args.ts';
import { openSupervisor } from '../grade.ts';
import { mutants } from '../implementations.ts';
import { mutantFolder, scenariosOf, type Lab } from '../labs.ts';
import { ROOT } from '../loader/bundle.ts';
import { asDeclared, runMutant, type Killed } from '../mutation.ts';

/** For each scenario the mutants that it kills and no scenario before it does. */
export function firstKills(lab: Lab, all: readonly Killed[]): Map<string, string[]> {
  const dead = new Set<string>();
  const order = scenariosOf(lab);
  return new Map(
    order.map((id) => {
      const fresh = all.filter(
        ({ name, killers }) => !dead.has(name) && killers.some((one) => one.id === id),
      );
      for (const { name } of fresh) dead.add(name);
      return [id, fresh.map(({ name }) => name)];
    }),
  );
}

const killersOf = ({ killers }: Killed): string =>
  killers.map(({ id, rule }) => `${id} (${rule})`).join(', ');

/** The text of MATRIX.md. */
export function matrixPage(lab: Lab, all: readonly Killed[], salt: string): string {
  const survivors = all.filter(({ killers }) => killers.length === 0);
  const alive = survivors.map(({ name }) => name).join(', ');
  const named = all.filter((one) => asDeclared(one).named);
  const first = firstKills(lab, all);
  const kills = (id: string) =>
    all.filter(({ killers }) => killers.some((one) => one.id === id)).length;
  const nets = [...first].filter(([, fresh]) => fresh.length === 0).map(([id]) => id);
  return [
    `# Mutants and scenarios of ${lab.title}`,
    '',
    `Written by \`npm run matrix ${lab.id} -- --salt ${salt}\`: ` +
      'every mutant against every scenario, at the default grade’s number of seeds.',
    '',
    `- ${all.length} mutants, ${all.length - survivors.length} killed` +
      `${alive === '' ? '' : `; alive: ${alive}`}.`,
    `- ${named.length} of ${all.length} first killers named the declared rule.`,
    '- Second nets (they kill nothing that a scenario before them lets live): ' +
      `${nets.join(', ') || 'none'}.`,
    '',
    '| scenario | kills | of these first |',
    '|---|---|---|',
    ...[...first].map(([id, fresh]) => `| ${id} | ${kills(id)} | ${fresh.join(', ') || '–'} |`),
    '',
    '| mutant | bug | declared rule | killed by (rule) |',
    '|---|---|---|---|',
    ...all.map((one) => {
      const { bug, what, rule } = one.declared;
      return `| ${one.name} | ${bug}: ${what} | ${rule} | ${killersOf(one) || '**alive**'} |`;
    }),
    '',
  ].join('\n');
}

/** `npm run matrix lab1`: all against all, with fresh seeds. */
export async function matrixCommand(args: readonly string[]): Promise<number> {
  const { words, flags } = readArgs('matrix', args, ['salt', 'jobs']);
  if (words.length !== 1) throw new UsageError('Which lab? Type: npm run matrix lab1');
  const { lab } = targetOf(words[0] as string);
  const salt = flags.salt ?? String(Date.now());
  const pool = await openSupervisor(lab);
  const all: Killed[] = [];
  try {
    for (const mutant of await mutants(lab)) {
      const killed = await runMutant(pool, lab, mutant, 'all', salt);
      all.push(killed);
      const { killed: dead, named } = asDeclared(killed);
      const marks = `${dead ? '✓' : '✗'} ${named ? '✓' : '✗'}`;
      console.log(`${marks} ${mutant.name.padEnd(34)} ${killersOf(killed)}`);
    }
  } finally {
    pool.supervisor.end();
  }
  const file = path.join(mutantFolder(lab), 'MATRIX.md');
  fs.writeFileSync(file, matrixPage(lab, all, salt));
  const alive = all.filter((one) => !asDeclared(one).killed);
  const named = all.filter((one) => asDeclared(one).named).length;
  console.log(
    `${all.length - alive.length} of ${all.length} killed as declared, ` +
      `${named} named the declared rule; written to ${path.relative(ROOT, file)}`,
  );
  return alive.length === 0 ? 0 : 1;
}
