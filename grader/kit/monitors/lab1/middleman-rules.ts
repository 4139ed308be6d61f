/** The challenge: somebody in the middle, and what calls may cost. */
import { pack, type EventOf, type Millis, type Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import { callName, type Call, type Watcher } from './calls.ts';
import type { Made, Saved } from './ledger.ts';
import { entered } from './server-rules.ts';
import type { Facts } from './state.ts';
import { proof, same, show } from '../values.ts';
import { isFields } from './wire.ts';

export function forgeryRules(facts: Facts, context: MonitorContext): Watcher {
  return {
    settled: (call, at, outcome) => settledByForgery(call, at, outcome, context),
    told: (call, at, _life, result) => settledByForgery(call, at, result, context),
    saved: (saved) => {
      for (const entry of saved.fresh) enteredByForgery(facts, saved, entry, context);
    },
  };
}

function settledByForgery(call: Call, at: Millis, outcome: Plain, { tell }: MonitorContext): void {
  const { status, value } = isFields(outcome) ? outcome : {};
  const fits = call.answers.filter((one) => one.status === status && same(one.value, value));
  const [first] = fits;
  if (!first || fits.some(({ genuine }) => genuine)) return;
  const text =
    `${callName(call)} settled ${show(outcome)} by a message that ${first.from} ` +
    `did not send to ${call.node}.`;
  tell('forgery-has-no-effect', call.node, text, [
    proof(
      first.at,
      call.node,
      `a reply under id ${first.id} comes, and ${first.from} has not sent it: ` +
        `${first.status} ${show(first.value)}`,
    ),
    proof(at, call.node, `${call.memo} settled`),
  ]);
}

/** The message that made an entry is not known; it is a forgery if none but forgeries can have. */
function enteredByForgery(
  facts: Facts,
  { server, differs }: Saved,
  entry: Made,
  { tell }: MonitorContext,
): void {
  const { node } = server;
  const key = `${node} ${entry.memo}`;
  const forged = facts.cameFalse.get(key);
  if (!forged) return;
  const call = server.callOf(entry.memo);
  const asked = call?.to === node && call.method === entry.method;
  const again = server.byMemo.get(entry.memo)?.[0] !== entry;
  if (asked && facts.cameTrue.has(key) && !again && !differs) return;
  const text =
    `${node} made entry ${entry.receipt}, ${entry.method} ${entry.memo}, of a ` +
    `message that ${forged.from} did not send to it.${differs ? ` ${differs}` : ''}`;
  tell('forgery-has-no-effect', node, text, [
    proof(
      forged.at,
      node,
      `a request under id ${forged.id} comes, for ${entry.memo}, and ${forged.from} has not ` +
        `sent it`,
    ),
    entered(node, entry),
  ]);
}

const PAYLOAD = 'arguments and values';

/** What the calls from one number to another may cost, each and in bytes a message. */
type Grant = {
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly bytes: number;
};

/** Asked for with a list `thrift` of grants. */
export function thriftRule(context: MonitorContext): Watcher {
  const { thrift } = context.options;
  if (!Array.isArray(thrift)) return {};
  const bills = (thrift as readonly Grant[]).map((grant) => new Bill(grant));
  let made = 0;
  return {
    made: (call) => {
      made++;
      for (const bill of bills) bill.made(made, call);
    },
    said: (event) => {
      for (const bill of bills) bill.said(made, event);
    },
    finish: () => {
      for (const bill of bills) bill.judge(context);
    },
  };
}

class Bill {
  readonly #grant: Grant;
  #calls = 0;
  #messages = 0;
  /** Beyond arguments and values. */
  #bytes = 0;
  #node = '';

  constructor(grant: Grant) {
    this.#grant = grant;
  }

  #counts(number: number): boolean {
    return number >= this.#grant.from && number <= this.#grant.to;
  }

  made(number: number, { node }: Call): void {
    if (!this.#counts(number)) return;
    this.#node = node;
    this.#calls++;
  }

  /** Who sends something owes it to the call that was made last. */
  said(number: number, { message, bytes }: EventOf<'send'>): void {
    if (!this.#counts(number)) return;
    const { args, result } = isFields(message) ? message : {};
    const payload = args ?? (isFields(result) ? result['value'] : undefined);
    this.#messages++;
    this.#bytes += bytes - (payload === undefined ? 0 : pack(payload, 'payload').bytes);
  }

  judge(context: MonitorContext): void {
    if (this.#calls === 0) return;
    const { messages, bytes } = this.#grant;
    const each = this.#messages / this.#calls;
    const size = this.#messages === 0 ? 0 : this.#bytes / this.#messages;
    const tell = (text: string): void => {
      const counted = `${this.#messages} messages in all, ${this.#bytes} bytes beyond ${PAYLOAD}`;
      context.tell('thrift', this.#node, text, [proof(context.now(), this.#node, counted)]);
    };
    if (each > messages)
      tell(`${this.#calls} calls cost ${each.toFixed(2)} messages each; ${messages} are granted.`);
    else if (size > bytes)
      tell(`A message costs ${size.toFixed(0)} bytes beyond ${PAYLOAD}; ${bytes} are granted.`);
  }
}
