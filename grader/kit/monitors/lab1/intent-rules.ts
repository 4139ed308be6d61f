/** An intent is a promise to the user, and outlives whoever gave it. */
import type { Millis, Plain } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import {
  callName,
  requestName,
  type Asked,
  type Call,
  type Request,
  type Watcher,
} from './calls.ts';
import { PATIENCE, type Patience } from './patience.ts';
import type { Facts } from './state.ts';
import { ms, proof, same, show } from '../values.ts';
import { makesEntry } from './wire.ts';

/**
 * What stands on the node's own disk is told without asking anybody; a busy disk may take a
 * while.
 */
const PROMPT: Millis = 1_000;

export function intentRules(facts: Facts, patience: Patience, context: MonitorContext): Watcher {
  const rules = new IntentRules(facts, patience, context);
  return {
    request: (request) => rules.sent(request),
    promised: (call) => rules.willBeDone(call),
    asked: (asked) => rules.willBeTold(asked),
    told: (call, at, _life, result) => rules.told(call, at, result),
  };
}

class IntentRules {
  readonly #facts: Facts;
  readonly #patience: Patience;
  readonly #context: MonitorContext;

  constructor(facts: Facts, patience: Patience, context: MonitorContext) {
    this.#facts = facts;
    this.#patience = patience;
    this.#context = context;
  }

  /**
   * What a memory says is the client's own affair; that it was saved after the intent came is
   * not.
   */
  sent(request: Request): void {
    const { call, at, node } = request;
    if (
      !call?.intent ||
      call.first ||
      this.#facts.nodes.get(node).memories > call.intent.memoriesBefore
    )
      return;
    const text =
      `The first request of an intent, ${callName(call)}, left before the intent ` +
      `was on the disk: after a crash now, nobody would know whose it was.`;
    this.#context.tell('intent-before-request', node, text, [
      intended(call),
      proof(at, node, `${requestName(request)}, sent; nothing has been saved since`),
    ]);
  }

  /** Who forgets an intent wants no outcome of it; it is promised still. */
  willBeDone(call: Call): void {
    const { intent, node, to, memo } = call;
    if (!intent) return;
    const done = (): boolean => {
      const server = this.#facts.server(to);
      if (server.has(memo)) return true;
      if (call.answers.some(({ status }) => status === 'refused')) return true;
      return !makesEntry(call.method) && server.steps.has(memo);
    };
    const tell = (since: Millis): void => {
      const text =
        `${node} promised ${intent.name}, ${call.method} ${memo}, and after ` +
        `${ms(PATIENCE)} of a healed world ${to} has not executed it.`;
      this.#context.tell('intent-is-kept', node, text, [
        intended(call),
        proof(intent.promised ?? call.at, node, `intend has returned: ${intent.name} is promised`),
        proof(since, to, `nothing stands between ${node} and ${to} any more`),
      ]);
    };
    this.#patience.ask({ since: this.#context.now(), nodes: [node, to], met: done, tell });
  }

  willBeTold(asked: Asked): void {
    const { call, at } = asked;
    const { intent, node, to } = call;
    if (!intent || intent.promised === undefined || intent.forgotten !== undefined) return;
    if (intent.told) return this.#toldAgain(asked, this.#blocked(call));
    const met = (): boolean => !this.#waits(asked);
    const tell = (since: Millis): void => {
      const text =
        `The outcome of ${intent.name}, ${callName(call)}, was asked for, and is ` +
        `not told after ${ms(PATIENCE)} of a healed world.`;
      this.#context.tell('answered-in-the-end', node, text, [
        proof(at, node, `the application asks for the outcome of ${intent.name}`),
        proof(since, to, `nothing stands between ${node} and ${to} any more`),
      ]);
    };
    this.#patience.ask({ since: at, nodes: [node, to], met, tell });
  }

  #waits(asked: Asked): boolean {
    const { call } = asked;
    return (
      this.#facts.nodes.get(call.node).asked.has(asked) && call.intent?.forgotten === undefined
    );
  }

  #blocked({ node }: Call): Millis {
    return this.#facts.nodes.blocked(this.#facts.nodes.get(node), this.#context.now());
  }

  /** What was told once is told again whether or not the server can be reached. */
  #toldAgain(asked: Asked, blocked: Millis): void {
    const { call, at } = asked;
    this.#context.after(PROMPT, () => {
      const told = call.intent?.told;
      if (!told || !this.#waits(asked)) return;
      const node = this.#facts.nodes.get(call.node);
      if (node.paused || node.saving || this.#blocked(call) - blocked >= GLIMPSE) {
        return this.#toldAgain(asked, this.#blocked(call));
      }
      const text =
        `The outcome of ${call.intent?.name}, ${callName(call)}, was told before, ` +
        `and is not told again.`;
      this.#context.tell('outcome-is-kept', call.node, text, [
        proof(told.at, call.node, `the outcome is told: ${show(told.result)}`),
        proof(at, call.node, 'it is asked for again'),
      ]);
    });
  }

  told(call: Call, at: Millis, result: Plain): void {
    const { intent, node } = call;
    if (!intent?.told || intent.forgotten !== undefined || same(intent.told.result, result)) return;
    const text =
      `The outcome of ${intent.name}, ${callName(call)}, was told as ` +
      `${show(intent.told.result)}, and now as ${show(result)}.`;
    this.#context.tell('outcome-is-kept', node, text, [
      proof(intent.told.at, node, `the outcome is told: ${show(intent.told.result)}`),
      proof(at, node, `the outcome is told: ${show(result)}`),
    ]);
  }
}

/** A node that stood still for longer while it was asked is given another second. */
const GLIMPSE: Millis = 100;

const intended = ({ at, node, intent, method, memo }: Call) =>
  proof(at, node, `the application intends ${intent?.name}: ${method} ${memo}`);
