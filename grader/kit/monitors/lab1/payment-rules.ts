/** A payment has a name that its user gave; calls have others. */
import type { Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Watcher } from './calls.ts';
import { changedPayment, type Ledger, type Made, type Saved } from './ledger.ts';
import { entered } from './server-rules.ts';
import { proof, same, show } from '../values.ts';
import { isFields } from './wire.ts';

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
  const did = right
    ? `the step said so, and other money was moved. ${differs}`
    : `${node} said ${answer(told, entry.value)}.`;
  const text = `${put(server, entry)} Right would be ${answer(entry.value)}; ${did}`;
  context.tell('put-is-idempotent', node, text, [
    ...(first ? [entered(node, first)] : []),
    entered(node, entry),
  ]);
}

/** Which payment is put, and how it differs from the one that was paid under its id. */
function put(server: Ledger, { memo, paidBefore }: Made): string {
  const args = argsOf(server, memo);
  const id = String(args['payment']);
  const paid = paidBefore === undefined ? undefined : server.paid.get(id);
  if (!paid) return `${memo} puts ${id}.`;
  const other = (['amount', 'from', 'to'] as const).filter((name) => args[name] !== paid[name]);
  if (other.length === 0) return `${memo} puts ${id} again, just as it was paid.`;
  const say = (from: { readonly [name: string]: unknown }): string =>
    other.map((name) => `${name === 'amount' ? 'with' : name} ${String(from[name])}`).join(' ');
  return `${memo} puts ${id} again, ${say(args)}; ${id} was paid ${say(paid)}.`;
}

/** An answer to a put: its status, and the rest where that is what tells it from the right one. */
function answer(value: Plain | undefined, right?: Plain): string {
  if (!isFields(value) || typeof value['status'] !== 'string') return show(value);
  const { status, ...rest } = value;
  if (isFields(right) && right['status'] !== status) return status;
  const more = Object.entries(rest).map(([name, one]) => `${name} ${show(one)}`);
  return more.length > 0 ? `${status} with ${more.join(', ')}` : status;
}

const argsOf = (server: Ledger, memo: string): { readonly [name: string]: unknown } =>
  (server.callOf(memo)?.args ?? {}) as { readonly [name: string]: unknown };

function paymentOf({ server }: Pick<Saved, 'server'>, { memo }: Made): string {
  return `${String(argsOf(server, memo)['payment'])} (${memo})`;
}
