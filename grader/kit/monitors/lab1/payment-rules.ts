/** A payment has a name that its user gave; calls have others. */
import type { MonitorContext } from '../../monitor.ts';
import type { Watcher } from './calls.ts';
import { changedPayment, type Made, type Saved } from './ledger.ts';
import { entered } from './server-rules.ts';
import { proof, same, show } from './values.ts';

export function paymentRules(context: MonitorContext): Watcher {
  return {
    saved: (saved) => {
      if (saved.broken) return;
      paidOnce(saved, context);
      for (const entry of saved.fresh)
        if (entry.method === 'putPayment') idempotent(saved, entry, context);
    },
  };
}

function paidOnce(saved: Saved, context: MonitorContext): void {
  const { at, server, before, after, fresh, differs } = saved;
  const { node } = server;
  const again = fresh.find(({ paidBefore }) => paidBefore !== undefined);
  if (differs && again?.paidBefore !== undefined) {
    const first = server.entries[again.paidBefore - 1];
    const receipts = `receipts ${again.paidBefore} and ${again.receipt}`;
    const text =
      `${node} moved money twice for one payment: ${paymentOf(saved, again)}, ` +
      `${receipts}. ${differs}`;
    return context.tell('paid-once', node, text, [
      ...(first ? [entered(node, first)] : []),
      entered(node, again),
    ]);
  }
  const changed = changedPayment(saved);
  if (changed === undefined) return;
  const now = after?.payments[changed];
  const text = `Payment ${changed} was paid, and the books of ${node} no longer hold it as it was.`;
  context.tell('paid-once', node, text, [
    proof(at, node, `it was ${show(before?.payments[changed])}`),
    proof(at, node, now ? `it is ${show(now)}` : 'it is gone'),
  ]);
}

/** What putting a payment returned, against what the payments before it ask for. */
function idempotent({ server, differs, fresh }: Saved, entry: Made, context: MonitorContext): void {
  const { node } = server;
  const steps = server.stepsOf(entry);
  const told = steps.at(-1)?.value;
  const right = steps.length === 0 || steps.some(({ value }) => same(value, entry.value));
  if (entry.value === undefined || (right && !differs)) return;
  // Money that moved a second time is told by the rule on that.
  if (right && fresh.some(({ paidBefore }) => paidBefore !== undefined)) return;
  const first = entry.paidBefore === undefined ? undefined : server.entries[entry.paidBefore - 1];
  const should = `putting it ${first ? 'again ' : ''}is ${show(entry.value)}`;
  const did = right ? `moved other money than that. ${differs}` : `returned ${show(told)}.`;
  const text = `${node} put payment ${paymentOf({ server }, entry)}: ${should}, and it ${did}`;
  context.tell('put-is-idempotent', node, text, [
    ...(first ? [entered(node, first)] : []),
    entered(node, entry),
  ]);
}

function paymentOf({ server }: Pick<Saved, 'server'>, { memo }: Made): string {
  const args = server.callOf(memo)?.args as { readonly payment?: unknown } | undefined;
  return `${String(args?.payment)} (${memo})`;
}
