/** While a call is open, its client does not fall silent. */
import type { Millis, NodeId } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import { callName, type Call, type NodeFacts, type Watcher } from './calls.ts';
import type { Facts } from './state.ts';
import { ms, proof } from '../values.ts';
import { GRACE, MAX_SILENCE } from './wire.ts';

type Moment = { readonly at: Millis; readonly blocked: Millis };

/**
 * From one node to one server. Whatever is said counts: a note, a handshake, a request of another
 * call.
 */
type Line = {
  readonly node: NodeId;
  readonly to: NodeId;
  said: Moment | undefined;
  /** Open calls, the oldest first, and since when this life has owed something for each. */
  readonly open: Map<Call, Moment>;
  watched: boolean;
};

/** Since when nothing was said, whether anything was said before that, and now. */
type Silence = { readonly since: Millis; readonly said: boolean; readonly now: Millis };

export function silenceRules(facts: Facts, context: MonitorContext): Watcher {
  const rule = new KeepsTrying(facts, context);
  return {
    made: (call) => rule.owe(call),
    settled: (call) => rule.free(call),
    told: (call) => rule.free(call),
    forgotten: (call) => rule.free(call),
    answer: (call, { genuine }) => {
      // From here on it may know the outcome.
      if (call.intent && genuine) rule.free(call);
    },
    asked: ({ call }) => {
      // It must know the outcome, or ask.
      const { told, forgotten, promised } = call.intent ?? {};
      if (!told && forgotten === undefined && promised !== undefined) rule.owe(call);
    },
    said: ({ node, to }) => rule.said(node, to),
    crashed: (node) => rule.crashed(node),
    awake: (node, started) => {
      if (started) rule.resume(node);
    },
  };
}

class KeepsTrying {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  readonly #lines = new Map<string, Line>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  #line(node: NodeId, to: NodeId): Line {
    const key = `${node}>${to}`;
    let line = this.#lines.get(key);
    if (!line)
      this.#lines.set(key, (line = { node, to, said: undefined, open: new Map(), watched: false }));
    return line;
  }

  #moment(node: NodeId): Moment {
    const at = this.#context.now();
    return { at, blocked: this.#facts.nodes.blocked(this.#facts.nodes.get(node), at) };
  }

  owe(call: Call): void {
    const line = this.#line(call.node, call.to);
    if (line.open.has(call) || answeredInThisLife(call, this.#facts.nodes.get(call.node))) return;
    line.open.set(call, this.#moment(call.node));
    this.#watch(line);
  }

  free(call: Call): void {
    this.#line(call.node, call.to).open.delete(call);
  }

  said(node: NodeId, to: NodeId): void {
    this.#line(node, to).said = this.#moment(node);
  }

  crashed({ id }: NodeFacts): void {
    for (const line of this.#lines.values()) if (line.node === id) line.open.clear();
  }

  /**
   * A new life goes on with the intents of which no life has had an answer; of others it may know
   * it.
   */
  resume({ intents }: NodeFacts): void {
    for (const call of intents.values()) {
      const { promised, forgotten } = call.intent ?? {};
      if (promised === undefined || forgotten !== undefined || call.answers.length > 0) continue;
      this.owe(call);
    }
  }

  #watch(line: Line): void {
    if (line.watched) return;
    line.watched = true;
    this.#context.after(MAX_SILENCE + GRACE, () => this.#look(line));
  }

  #look(line: Line): void {
    line.watched = false;
    const [oldest] = line.open;
    if (!oldest) return;
    const [call, owed] = oldest;
    const from = line.said && line.said.at > owed.at ? line.said : owed;
    const now = this.#moment(line.node);
    const silent = now.at - from.at - (now.blocked - from.blocked);
    const left = MAX_SILENCE + GRACE - silent;
    const said = line.said !== undefined && line.said.at >= owed.at;
    if (left <= 0) return this.#tell(line, call, { since: from.at, said, now: now.at });
    line.watched = true;
    this.#context.after(Math.max(left, 1), () => this.#look(line));
  }

  #tell({ node, to }: Line, call: Call, { since, said, now }: Silence): void {
    const { life } = this.#facts.nodes.get(node);
    if (call.intent && call.last?.life !== life) {
      return this.#lost({ node, to }, call, life, now - since);
    }
    const text =
      `${node} has said nothing to ${to} for ${ms(now - since)}, and ` +
      `${callName(call)} is open.`;
    const before = said
      ? `its last datagram to ${to} left`
      : 'nothing has been sent since the call was made';
    this.#context.tell('keeps-trying', node, text, [
      proof(call.at, node, `the application asks for ${call.method} ${call.memo}`),
      proof(since, node, before),
      proof(now, node, `${call.memo} is still open`),
    ]);
  }

  /** Not a pause that is too long: whoever leads this life does not know of the promise. */
  #lost({ node, to }: Pick<Line, 'node' | 'to'>, call: Call, life: number, silent: Millis): void {
    const { intent, method, memo, at } = call;
    const promised = `${node} promised ${intent?.name}, ${method} ${memo}`;
    const text = `${promised}, and its life ${life} has not asked ${to} for it in ${ms(silent)}.`;
    const now = this.#context.now();
    this.#context.tell('intent-is-kept', node, text, [
      proof(at, node, `the application intends ${intent?.name}: ${method} ${memo}`),
      proof(now - silent, node, `from here on, life ${life} says nothing to ${to}`),
      proof(now, node, `it has sent no request for ${memo}`),
    ]);
  }
}

const answeredInThisLife = ({ intent, answers }: Call, { startedAt }: NodeFacts): boolean =>
  intent !== undefined && answers.some(({ genuine, at }) => genuine && at >= startedAt);
