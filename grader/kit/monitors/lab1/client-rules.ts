/** What a client may tell its application, and when. */
import type { Millis, Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import {
  callName,
  requestName,
  type Answer,
  type Call,
  type Request,
  type Watcher,
} from './calls.ts';
import type { Facts } from './state.ts';
import { ms, proof, same, show } from '../values.ts';
import { GRACE, isFields } from './wire.ts';

export function clientRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new ClientRules(facts, context);
  return {
    made: (call) => rules.willEnd(call),
    settled: (call, at, outcome) => rules.settled(call, at, outcome),
    told: (call, at, _life, result) => rules.settled(call, at, result),
    request: (request) => rules.quiet(request),
  };
}

class ClientRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- ends-by-deadline ----

  willEnd(call: Call): void {
    if (call.deadline === Infinity) return;
    this.#context.after(call.deadline - call.at + GRACE, () => this.#hasEnded(call));
  }

  #hasEnded(call: Call): void {
    if (call.over) return;
    const now = this.#context.now();
    const node = this.#facts.nodes.get(call.node);
    const excused = this.#facts.nodes.blocked(node, now) - call.blocked;
    const left = call.deadline + GRACE + excused - now;
    // While the node stands still, what is excused grows as fast as the time.
    const still = node.saving || node.paused;
    if (still || left > 0)
      return this.#context.after(still ? 50 : Math.max(left, 0.01), () => this.#hasEnded(call));
    const within = ms(call.deadline - call.at);
    const text =
      `${callName(call)} had ${within}, and has not settled ` +
      `${ms(now - call.deadline)} after its deadline.`;
    this.#context.tell('ends-by-deadline', call.node, text, [
      made(call),
      ...lastRequest(call),
      proof(now, call.node, `${call.memo} is still open`),
    ]);
  }

  // ---- own-reply, honest-outcome ----

  settled(call: Call, at: Millis, outcome: Plain): void {
    const { status, value } = isFields(outcome) ? outcome : {};
    if (status === 'ok') return this.#settledOk(call, at, value);
    if (status === 'refused') return this.#settledRefused(call, at);
    if (status === 'unknown') return this.#settledUnknown(call, at);
    this.#dishonest(
      call,
      at,
      `${callName(call)} settled with ${show(outcome)}, which is no outcome.`,
      [],
    );
  }

  #settledOk(call: Call, at: Millis, value: Plain | undefined): void {
    if (call.answers.some((answer) => this.#brought(call, answer, value))) return;
    const { heard } = this.#facts.nodes.get(call.node);
    const source = heard.findLast((answer) => answer.status === 'ok' && same(answer.value, value));
    const text =
      `${callName(call)} settled with ${show(value)}, which no reply to its own ` +
      `requests had brought.`;
    const other = source?.calls.find((one) => one !== call) ?? source?.calls[0];
    const meant = other ? ` answered ${callName(other)}` : ' answered none of its calls';
    this.#context.tell('own-reply', call.node, text, [
      ...(call.last ? lastRequest(call) : [made(call)]),
      ...(source
        ? [proof(source.at, call.node, `the reply that came under id ${source.id}${meant}`)]
        : []),
      proof(at, call.node, `${call.memo} settled ok`),
    ]);
  }

  /** Where one id names several calls, the value must be what a step of this call returned. */
  #brought(call: Call, answer: Answer, value: Plain | undefined): boolean {
    if (answer.status !== 'ok' || !same(answer.value, value)) return false;
    if (!answer.shared || !answer.genuine) return true;
    const steps = this.#facts.server(answer.from).steps.get(call.memo) ?? [];
    return steps.some((step) => same(step.value, value));
  }

  #settledRefused(call: Call, at: Millis): void {
    if (call.answers.some(({ status }) => status === 'refused')) return;
    const text = `${callName(call)} settled refused, and no refusal of it had come.`;
    this.#dishonest(call, at, text, lastRequest(call));
  }

  #settledUnknown(call: Call, at: Millis): void {
    if (call.deadline === Infinity) {
      return this.#dishonest(
        call,
        at,
        `The outcome of an intent, ${callName(call)}, was told as unknown.`,
        [made(call)],
      );
    }
    if (at < call.deadline - GRACE) {
      const text = `${callName(call)} was given up ${ms(call.deadline - at)} before its deadline.`;
      return this.#dishonest(call, at, text, [made(call)]);
    }
    const limit = Math.min(at, call.deadline);
    const answer = call.answers.find((one) => one.untouched && !one.shared && one.at < limit);
    if (!answer) return;
    const late = ms(at - answer.at);
    const text = `${callName(call)} settled unknown, ${late} after its answer had come.`;
    const came = `the answer came under id ${answer.id}: ${answer.status} ${show(answer.value)}`;
    this.#dishonest(call, at, text, [made(call), proof(answer.at, call.node, came)]);
  }

  #dishonest(call: Call, at: Millis, text: string, before: ReturnType<typeof lastRequest>): void {
    const settled = proof(at, call.node, `${call.memo} settled`);
    this.#context.tell('honest-outcome', call.node, text, [...before, settled]);
  }

  // ---- quiet-after-end ----

  /**
   * The next life of a client that was told an outcome may not know it; unless it also forgot the
   * intent.
   */
  quiet(request: Request): void {
    const { call, at, node } = request;
    if (!call) return;
    const told = call.intent?.told;
    const ended =
      call.settled ?? (told && (told.life === request.life || call.over) ? told : undefined);
    if (!ended) return;
    const text =
      `${callName(call)} had settled ${ms(at - ended.at)} before, and another ` +
      `request for it was sent.`;
    this.#context.tell('quiet-after-end', node, text, [
      proof(ended.at, node, `${call.memo} settled`),
      proof(at, node, `${requestName(request)}, sent`),
    ]);
  }
}

const made = (call: Call) =>
  proof(call.at, call.node, `the application asks for ${call.method} ${call.memo}`);

const lastRequest = ({ last }: Call) =>
  last ? [proof(last.at, last.node, `${requestName(last)}, sent to ${last.to}`)] : [];
