import { parseArgs } from 'node:util';
import { LABS, scenariosOf, type Lab, type Part } from './labs.ts';
import { didYouMean } from './near.ts';

/** What the user typed cannot be done: the sentence says what to type instead. */
export class UsageError extends Error {}

/** Which scenarios: a lab, a part of it, or a step. */
export type Target = { readonly lab: Lab; readonly part?: Part; readonly step?: string };

const FLAGS = {
  only: { type: 'string' },
  seed: { type: 'string' },
  seeds: { type: 'string' },
  salt: { type: 'string' },
  solution: { type: 'boolean' },
  entry: { type: 'string' },
  json: { type: 'boolean' },
  jobs: { type: 'string' },
  'keep-going': { type: 'boolean' },
  verbose: { type: 'boolean' },
  story: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  node: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  inspect: { type: 'boolean' },
  width: { type: 'string' },
  ui: { type: 'boolean' },
  fix: { type: 'boolean' },
  yes: { type: 'boolean' },
  minutes: { type: 'string' },
} as const;

export type Flag = keyof typeof FLAGS;
export type Flags = {
  readonly [F in Flag]?: (typeof FLAGS)[F] extends { multiple: true }
    ? string[]
    : (typeof FLAGS)[F]['type'] extends 'string'
      ? string
      : boolean;
};

/** npm keeps flags that stand before `--`: it hands them on in its environment, without dashes. */
export function swallowed(
  env: Readonly<Record<string, string | undefined>>,
  allowed: readonly Flag[],
): { flag: Flag; value: string }[] {
  return allowed.flatMap((flag) => {
    const value = env[`npm_config_${flag.replaceAll('-', '_')}`];
    return value === undefined || value === '' ? [] : [{ flag, value }];
  });
}

/** The line that the user meant. */
function meant(
  command: string,
  args: readonly string[],
  lost: readonly { flag: Flag; value: string }[],
): string {
  // Of `--seed 7` some versions of npm keep the flag alone, and hand on the 7 as a word.
  const rest = args.filter((arg) => !lost.some(({ value }) => value === arg));
  const values = rest.splice(1);
  const flags = lost.map(({ flag, value }) => {
    if (FLAGS[flag].type === 'boolean') return `--${flag}`;
    return `--${flag} ${value === 'true' ? (values.shift() ?? '…') : value}`;
  });
  return [`npm run ${command}`, ...rest, '--', ...flags].join(' ');
}

/** Reads a command line. @throws UsageError */
export function readArgs(
  command: string,
  args: readonly string[],
  allowed: readonly Flag[],
  env = process.env,
): { words: string[]; flags: Flags } {
  const lost = swallowed(env, allowed);
  if (lost.length > 0) {
    const names = lost.map(({ flag }) => `--${flag}`).join(', ');
    throw new UsageError(
      `npm kept ${names} for itself, because there was no -- before it. Type this instead:\n\n` +
        `  ${meant(command, args, lost)}\n`,
    );
  }
  const options = Object.fromEntries(allowed.map((flag) => [flag, FLAGS[flag]]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { words: positionals, flags: values as Flags };
  } catch (error) {
    const known = allowed.map((flag) => `--${flag}`);
    const knows = known.length === 0 ? 'takes no flags.' : `knows: ${known.join(' ')}`;
    const what = misread((error as Error).message, args, known);
    throw new UsageError(`${what} npm run ${command} ${knows}`);
  }
}

/** What is wrong with a flag, from what Node says of it. */
function misread(message: string, args: readonly string[], known: readonly string[]): string {
  const flag = /'(--?[\w-]+)/.exec(message)?.[1] ?? '';
  if (message.startsWith('Unknown')) return `There is no flag ${flag}.${didYouMean(flag, known)}`;
  if (message.includes('does not take')) return `${flag} takes no value.`;
  const next = args[args.indexOf(flag) + 1];
  return `${flag} wants a value after it${next === undefined ? '' : `, not "${next}"`}.`;
}

/** A flag's value as a whole number from 1. @throws UsageError */
export function positive(flag: Flag, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new UsageError(`--${flag} wants a whole number from 1, not "${value}".`);
  return Number(value);
}

const list = (items: readonly string[]): string => items.join(', ');

/** What may be graded: labs, and their parts. */
const targets = (): string[] =>
  LABS.flatMap((lab) => [lab.id, ...lab.parts.map(({ id }) => lab.id + id.toLowerCase())]);

/** @throws UsageError naming the id that was probably meant, and all */
export function mustHave(lab: Lab, scenario: string): void {
  const ids = scenariosOf(lab);
  if (ids.includes(scenario)) return;
  const near = didYouMean(scenario, ids) || ` It has: ${list(ids)}.`;
  throw new UsageError(`${lab.id} has no scenario "${scenario}".${near}`);
}

/**
 * What a word like `lab1`, `lab1b` or `lab1b2` means; `others` are words that would do as well.
 * @throws UsageError naming what there is
 */
export function targetOf(word: string, others: readonly string[] = []): Target {
  const match = /^(lab\d+)([a-z])?(\d+)?$/i.exec(word);
  const lab = LABS.find(({ id }) => id === match?.[1]?.toLowerCase());
  if (!match || !lab) {
    const labs = list(LABS.map(({ id }) => id));
    const near = didYouMean(word, [...targets(), ...others]);
    throw new UsageError(
      `There is no lab "${word}".${near} There is: ${labs}; a part is lab1b, a step lab1b2.`,
    );
  }
  const letter = match[2]?.toUpperCase();
  if (!letter) return { lab };
  const part = lab.parts.find(({ id }) => id === letter);
  if (!part) {
    const parts = list(lab.parts.map(({ id }) => lab.id + id.toLowerCase()));
    throw new UsageError(`${lab.id} has no part ${letter}. It has: ${parts}.`);
  }
  if (!match[3]) return { lab, part };
  const step = part.steps.find(({ id }) => id === letter + match[3]);
  if (!step) {
    const steps = list(part.steps.map(({ id, title }) => `${id} (${title})`));
    throw new UsageError(`Part ${letter} of ${lab.id} has no step ${match[3]}. It has: ${steps}.`);
  }
  return { lab, part, step: step.id };
}
