import type { Fault, Script, Step } from '#harness';
import { ddmin } from './ddmin.ts';

/** What hangs on an event of the run: a step that was taken within it, a fault that waits for it. */
type Tie =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'fault'; readonly step: number; readonly id: string; readonly at: number };

function tiesOf({ steps, fired }: Script): Tie[] {
  const times = new Map(fired);
  return steps.flatMap(({ on, action }, step): Tie[] => {
    const own: Tie[] = on === undefined ? [] : [{ kind: 'step', step }];
    if (action.do !== 'plan') return own;
    return action.plan.reduce((ties, { id, when }) => {
      const at = when && times.get(id);
      return at === undefined ? ties : [...ties, { kind: 'fault', step, id, at }];
    }, own);
  });
}

/** Free of these ties: what hung on an event happens at the time at which that event came. */
function untie(script: Script, ties: readonly Tie[]): Script {
  const steps = script.steps.map((step, i): Step => {
    const mine = ties.filter((tie) => tie.step === i);
    if (mine.length === 0) return step;
    const { action } = step;
    const timely = ({ at, when, ...fault }: Fault): Fault => {
      const tie = mine.find((one) => one.kind === 'fault' && one.id === fault.id);
      return (tie?.kind === 'fault' ? { ...fault, at: tie.at } : { ...fault, at, when }) as Fault;
    };
    const freed = action.do === 'plan' ? { ...action, plan: action.plan.map(timely) } : action;
    if (!mine.some(({ kind }) => kind === 'step')) return { ...step, action: freed };
    // After all that happens in the same microsecond.
    return { at: step.at, after: Number.MAX_SAFE_INTEGER, action: freed };
  });
  return { ...script, steps };
}

/**
 * Loosens what hangs on events of the run, as far as it goes: an operation that was asked for when
 * a node began its fourth life is asked for at that time, and needs no four lives.
 */
export async function loosen(
  script: Script,
  failing: (script: Script) => Promise<Script | undefined>,
): Promise<Script> {
  const ties = tiesOf(script);
  let loose = script;
  await ddmin(ties, async (left) => {
    const freed = ties.filter((tie) => !left.includes(tie));
    const found = await failing(untie(script, freed));
    loose = found ?? loose;
    return found !== undefined;
  });
  return loose;
}
