import { targetOf } from './args.ts';
import { grade, type openSupervisor } from './grade.ts';
import type { Implementation } from './implementations.ts';
import type { Mutant } from './kit/mutant.ts';
import type { Lab } from './labs.ts';
import type { Row } from './score.ts';

export type Pool = Awaited<ReturnType<typeof openSupervisor>>;

/** What became of a mutant. */
export type Killed = {
  readonly name: string;
  readonly declared: Mutant;
  /** Scenarios that failed, in the manifest's order, with the rule that each named. */
  readonly killers: readonly {
    readonly id: string;
    readonly rule: string;
    readonly seed: number;
  }[];
};

const ruleOf = ({ failure, verdict }: Row): string => failure?.violation?.rule ?? verdict;

/** Runs a mutant against one scenario, or against all, at the default number of seeds. */
export async function runMutant(
  pool: Pool,
  lab: Lab,
  mutant: Implementation & { readonly declared: Mutant },
  scenarios: readonly string[] | 'all',
  salt: string,
): Promise<Killed> {
  const one = (only?: string) =>
    grade(
      { target: targetOf(lab.id), entry: mutant.entry, salt, ...(only !== undefined && { only }) },
      pool,
    );
  const grades =
    scenarios === 'all' ? [await one()] : await Promise.all(scenarios.map((id) => one(id)));
  const unreadable = grades.find((each) => each.unreadable)?.unreadable;
  if (unreadable) throw new Error(`mutant ${mutant.name} cannot be read: ${unreadable.join(' ')}`);
  const failed = grades.flatMap(({ rows }) => rows).filter((row) => row.verdict !== 'pass');
  const killers = failed.map((row) => ({
    id: row.id,
    rule: ruleOf(row),
    seed: row.failure?.seed?.number ?? 0,
  }));
  return { name: mutant.name, declared: mutant.declared, killers };
}

/** Whether all declared killers killed it, and the first of them named the declared rule. */
export function asDeclared({ declared, killers }: Killed): { killed: boolean; named: boolean } {
  const first = killers.find(({ id }) => id === declared.killers[0]);
  return {
    killed: declared.killers.every((id) => killers.some((one) => one.id === id)),
    named: first?.rule === declared.rule,
  };
}
