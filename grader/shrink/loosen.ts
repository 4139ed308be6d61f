import type { Fault, Script, Step } from '#harness';
import { ddmin, lacking } from './ddmin.ts';

/** What hangs on an event of the run: a step taken within it, a fault that waits for it. */
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

/** What happened within the third event of a name happens within the first from that time on. */
function retie(script: Script, ties: readonly Tie[]): Script {
  const mine = (i: number): boolean => ties.some(({ kind, step }) => kind === 'step' && step === i);
  const steps = script.steps.map((step, i) =>
    step.on !== undefined && mine(i) ? { ...step, on: step.on.replace(/ #\d+$/, '') } : step,
  );
  return { ...script, steps };
}

type Failing = (script: Script) => Promise<Script | undefined>;

/** Changes as many ties as can be changed. */
async function change(
  script: Script,
  ties: readonly Tie[],
  how: (script: Script, ties: readonly Tie[]) => Script,
  failing: Failing,
): Promise<Script> {
  let changed = script;
  await ddmin(ties, async (left) => {
    const found = await failing(how(script, lacking(ties, left)));
    changed = found ?? changed;
    return found !== undefined;
  });
  return changed;
}

/**
 * Loosens what hangs on events of the run, as far as it goes: an operation that was asked for when
 * a node began its fourth life is asked for at that time, and needs no four lives.
 */
export async function loosen(script: Script, failing: Failing): Promise<Script> {
  const free = await change(script, tiesOf(script), untie, failing);
  const counted = tiesOf(free).filter(
    ({ kind, step }) => kind === 'step' && free.steps[step]?.on?.includes('#'),
  );
  return change(free, counted, retie, failing);
}
