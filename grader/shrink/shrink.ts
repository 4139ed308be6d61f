import type { Script } from '#harness';
import type { Run } from '../kit/run.ts';
import { RUN_ENDS } from '../kit/verdict.ts';
import type { Violation } from '../kit/monitor.ts';
import { visible } from '../visible.ts';
import { ddmin, lacking } from './ddmin.ts';
import { loosen } from './loosen.ts';
import { cutAt, faultsOf, piecesOf, untold, without, type Piece } from './pieces.ts';

/** Runs a script on the program that failed. */
export type RunScript = (script: Script) => Promise<{ readonly run: Run; readonly cost: number }>;

export type Shrunk = {
  /** The shortest script that was found to break the rule still. */
  readonly script: Script;
  /** Whether nothing more can go: no fault, operation or node alone. */
  readonly minimal: boolean;
  /** How many runs it took. */
  readonly runs: number;
};

/**
 * What all runs together may cost: a few microseconds each. It counts what a run does and not
 * seconds, so the same failure shrinks to the same story on every machine.
 */
const BUDGET = 1_200_000;
/** What a run costs besides: making its world, and evaluating the program. */
const RUN_COST = 500;

/** What makes two failures the same: the rule, and of a throw what was thrown. */
export function isSame(violation: Violation, other: Violation | undefined): boolean {
  if (violation.rule !== other?.rule) return false;
  // One of them may have been made fit to be printed; and texts may be long.
  const thrown = ({ text }: Violation): string =>
    visible(text).slice(text.indexOf(':')).slice(0, 200);
  return violation.rule !== 'no-throw' || thrown(violation) === thrown(other);
}

/** Runs candidates, as long as there are events left to spend. */
class Trials {
  readonly #violation: Violation;
  readonly #run: RunScript;
  #left = BUDGET;
  runs = 0;
  /** What the last run has cost. */
  last = 0;

  constructor(violation: Violation, run: RunScript) {
    this.#violation = violation;
    this.#run = run;
  }

  get spent(): boolean {
    return this.#left <= 0;
  }

  /** The script up to where it breaks the same rule, if it does. */
  async failing(script: Script): Promise<Script | undefined> {
    if (this.spent) return undefined;
    const { run, cost } = await this.#run(script);
    this.runs++;
    this.last = cost;
    this.#left -= cost + RUN_COST;
    return isSame(this.#violation, run.violation) ? cutAt(script, run.at) : undefined;
  }
}

/** The script without as many of these pieces as can go. */
async function reduce(
  script: Script,
  which: (script: Script) => readonly Piece[],
  trials: Trials,
): Promise<Script> {
  const pieces = which(script);
  let shortest = script;
  await ddmin(pieces, async (left) => {
    const failing = await trials.failing(without(script, lacking(pieces, left)));
    shortest = failing ?? shortest;
    return failing !== undefined;
  });
  return shortest;
}

const LATENCIES: Piece = { kind: 'latencies' };

const operationsOf = (script: Script): readonly Piece[] => piecesOf(script).operations;
const PHASES: readonly ((script: Script) => readonly Piece[])[] = [
  (script) => piecesOf(script).faults,
  (script) => piecesOf(script).mishaps,
  operationsOf,
  (script) => piecesOf(script).nodes,
  (script) => (script.fates.some(([, { latency }]) => latency !== undefined) ? [LATENCIES] : []),
];

/** What a run of a long story costs. */
const LONG = 3000;

/** How long a script is to a reader: each fault and each operation is a thing to understand. */
function lengthOf(script: Script): number {
  const { operations, nodes } = piecesOf(script);
  return faultsOf(script).length + operations.length + nodes.length;
}

/** Reduces again and again, until nothing more can go alone. */
async function reduceAll(script: Script, trials: Trials): Promise<Script> {
  let shortest = script;
  for (;;) {
    const before = shortest;
    shortest = await loosen(shortest, (looser) => trials.failing(looser));
    for (const which of PHASES) shortest = await reduce(shortest, which, trials);
    // Nothing has changed: each piece has been tried against all that is left.
    if (shortest === before) return shortest;
  }
}

/** Stories of fewer things than this are short enough. */
const SHORT = 6;
/** How many other draws of timers are tried. */
const SHAKES = 12;

/**
 * Out of a corner: with other draws for what nobody decided (timers, pauses, torn saves) the same
 * faults may break the rule more simply.
 */
async function shake(script: Script, trials: Trials): Promise<Script> {
  let shortest = script;
  for (let n = 1; n <= SHAKES && lengthOf(shortest) >= SHORT; n++) {
    const failing = await trials.failing({ ...shortest, seed: `${script.seed}~${n}` });
    if (!failing) continue;
    const other = await reduceAll(failing, trials);
    if (!trials.spent && lengthOf(other) < lengthOf(shortest)) shortest = other;
  }
  return shortest;
}

/**
 * Shrinks a run that breaks a rule to a short one that breaks it too: faults first, then what
 * befell single datagrams, operations, nodes, and all that comes after. What is left is 1-minimal:
 * none of it can go alone. `whole`: the rule speaks of the whole story, so all of it is needed.
 */
export async function shrink(
  script: Script,
  violation: Violation,
  run: RunScript,
  whole = false,
): Promise<Shrunk> {
  // A story that never ended was waiting for something that a script does not know of.
  if (whole || violation.rule === RUN_ENDS) return { script, minimal: false, runs: 0 };
  const trials = new Trials(violation, run);
  const cut = cutAt(script, violation.at);
  // A long story costs too much to ask it of each fault: first it must have less to do.
  const isLong = (await trials.failing(cut)) !== undefined && trials.last > LONG;
  const begun = isLong ? await reduce(cut, operationsOf, trials) : cut;
  const reduced = await reduceAll(begun, trials);
  const minimal = !trials.spent;
  const shortest = await shake(reduced, trials);
  return { script: untold(shortest), minimal, runs: trials.runs };
}
