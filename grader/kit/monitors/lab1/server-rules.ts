/** What a server may tell, and that it tells in the end. */
import type { Millis, Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import { callName, type Call, type Reply, type Watcher } from './calls.ts';
import type { Ledger, Made, Saved } from './ledger.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { ms, proof, same, show } from '../values.ts';
import { isFields, makesEntry } from './wire.ts';

export function serverRules(patience: Patience, context: MonitorContext): Watcher {
  const rules = new ServerRules(context);
  return {
    reply: (reply) => rules.replied(reply),
    saved: (saved) => rules.saved(saved),
    made: (call) => mustBeAnswered(call, patience, context),
  };
}

function mustBeAnswered(call: Call, patience: Patience, context: MonitorContext): void {
  if (call.intent) return;
  const tell = (since: Millis): void => unanswered(call, since, context);
  patience.ask({ since: call.at, nodes: [call.node, call.to], met: () => call.over, tell });
}

/** Told of the server, if it was asked and said nothing; otherwise the client is to blame. */
function unanswered(call: Call, since: Millis, context: MonitorContext): void {
  const { to, node, memo, method } = call;
  const came = call.came.filter((at) => at >= since);
  const last = came.at(-1);
  const heard = call.answers.some(({ genuine }) => genuine);
  const answered = heard || (call.repliedAt ?? -Infinity) >= since;
  const made = proof(call.at, node, `the application asks for ${method} ${memo}`);
  const open = proof(context.now(), node, `${memo} is still open`);
  if (last !== undefined && !answered) {
    const requests = came.length === 1 ? '1 request' : `${came.length} requests`;
    const none = came.length === 1 ? 'has not answered it' : 'has answered none';
    const text =
      `${callName(call)} is open. Since ${ms(since)} ${to} has received ${requests} ` +
      `for it, and ${none}.`;
    const comes = proof(last, to, `a request for ${memo} comes, the last of ${came.length}`);
    return context.tell('answered-in-the-end', to, text, [made, comes, open]);
  }
  const why = answered
    ? 'It was answered, and has not settled.'
    : `No request for it has come to ${to} in that time.`;
  const text =
    `${callName(call)} is open after ${ms(PATIENCE)} of a healed world, since ` +
    `${ms(since)}. ${why}`;
  const asked = call.last
    ? [proof(call.last.at, node, `request ${call.last.id} for ${memo}, the last that was sent`)]
    : [];
  context.tell('answered-in-the-end', node, text, [made, ...asked, open]);
}

type Told = { readonly at: Millis; readonly value: Plain };

class ServerRules {
  readonly #context: MonitorContext;
  /** By server and memo: the first ok reply, and the first refusal. */
  readonly #first = new Map<string, Told>();
  readonly #refused = new Map<string, Millis>();

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  /** Where an id names several calls, a reply is wrong if it is wrong for each of them. */
  replied(reply: Reply): void {
    const { result, calls } = reply;
    const call = calls.at(-1);
    if (!call || !isFields(result)) return;
    if (result['status'] === 'refused') return this.#refuses(reply, call);
    const value = result['value'] ?? null;
    if (!calls.some((one) => isTrue(reply.server, one, value))) this.#untrue(reply, call, value);
    if (calls.every((one) => makesEntry(one.method) && !reply.server.has(one.memo)))
      this.#tooEarly(reply, call);
    if (calls.length === 1 && makesEntry(call.method)) this.#oneVoice(reply, call, value);
  }

  // ---- true-answer ----

  #untrue({ at, server, to, id }: Reply, call: Call, value: Plain): void {
    const { node } = server;
    const entry = server.byMemo.get(call.memo)?.[0];
    const steps = entry ? server.stepsOf(entry) : (server.steps.get(call.memo) ?? []);
    const step = steps.at(-1);
    const returned = step
      ? `its execution returned ${show(step.value)}`
      : 'it has not been executed';
    const text = `${node} answered ${callName(call)} with ${show(value)}, and ${returned}.`;
    this.#context.tell('true-answer', node, text, [
      ...(step
        ? [proof(step.at, node, `${call.method} ${call.memo} runs and returns ${show(step.value)}`)]
        : []),
      ...(entry ? [entered(node, entry)] : []),
      proof(at, node, `reply ${id} to ${to}: ok ${show(value)}`),
    ]);
  }

  // ---- saved-before-told ----

  #tooEarly({ at, server, life, to, id }: Reply, call: Call): void {
    const { node } = server;
    const step = server.steps.get(call.memo)?.at(-1);
    // A step that leaves the count of entries as it is on the disk has made none to save.
    const madeNone = step !== undefined && step.receipts === server.entries.length;
    // This life has run no step: it can have the value from the memory only.
    const remembered = step !== undefined && step.life < life;
    const why = remembered
      ? `the memory of life ${step.life} says that it was made, and the books do not have it. ` +
        'A crash fell between two saves.'
      : madeNone
        ? `its step ran and made no entry at all. Does ${call.method} make one in every case?`
        : 'a crash now would undo what was told.';
    const text =
      `${node} answered ${callName(call)} before an entry for it was on the disk: ` + why;
    this.#context.tell('saved-before-told', node, text, [
      ...(step ? [proof(step.at, node, `${call.method} ${call.memo} runs, in memory`)] : []),
      proof(
        at,
        node,
        `reply ${id} to ${to}: ok; the disk has ${server.entries.length} entries, and none ` +
          `is ${call.memo}`,
      ),
    ]);
  }

  // ---- same-answer ----

  #oneVoice({ at, server, to, id }: Reply, call: Call, value: Plain): void {
    const { node } = server;
    const key = `${node} ${call.memo}`;
    const first = this.#first.get(key);
    if (!first) {
      this.#first.set(key, { at, value });
    } else if (!same(first.value, value)) {
      const text =
        `${node} answered ${callName(call)} twice, with ${show(first.value)} and ` +
        `then with ${show(value)}.`;
      this.#context.tell('same-answer', node, text, [
        proof(first.at, node, `reply to ${call.memo}: ok ${show(first.value)}`),
        proof(at, node, `reply ${id} to ${to}: ok ${show(value)}`),
      ]);
    }
  }

  // ---- refused-is-final ----

  #refuses({ at, server, calls }: Reply, call: Call): void {
    if (calls.length > 1) return;
    const { node } = server;
    const entry = server.byMemo.get(call.memo)?.[0];
    if (entry)
      this.#notFinal(node, call, [
        entered(node, entry),
        proof(at, node, `${call.memo} is refused`),
      ]);
    const key = `${node} ${call.memo}`;
    if (!this.#refused.has(key)) this.#refused.set(key, at);
  }

  saved({ server, fresh }: Saved): void {
    if (this.#refused.size === 0) return;
    for (const entry of fresh) {
      const at = this.#refused.get(`${server.node} ${entry.memo}`);
      const call = at === undefined ? undefined : server.callOf(entry.memo);
      if (at === undefined || !call) continue;
      this.#notFinal(server.node, call, [
        proof(at, server.node, `${call.memo} is refused`),
        entered(server.node, entry),
      ]);
    }
  }

  #notFinal(node: string, call: Call, events: readonly ReturnType<typeof proof>[]): void {
    const text =
      `${node} refused ${callName(call)}, and has an entry for it: refused says ` +
      `that it never will.`;
    this.#context.tell('refused-is-final', node, text, events);
  }
}

/**
 * For a call with an entry, what the step behind that entry returned; for others, what any step
 * did.
 */
function isTrue(server: Ledger, { memo }: Call, value: Plain): boolean {
  const entries = server.byMemo.get(memo);
  const steps = entries?.length
    ? entries.flatMap((entry) => server.stepsOf(entry))
    : server.steps.get(memo);
  return steps?.some((step) => same(step.value, value)) ?? false;
}

export const entered = (node: string, { at, receipt, method, memo }: Made) =>
  proof(at, node, `entry ${receipt}, ${method} ${memo}, is on the disk`);
