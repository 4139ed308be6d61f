/** What the application asks of its node, and what it is told. */
import type { EventOf, Millis, Plain } from '#harness';
import type { Asked, Call, Watcher } from './calls.ts';
import type { Nodes } from './nodes.ts';
import { DEADLINE, isFields, memoOf } from './wire.ts';

type Pending =
  | { readonly kind: 'call' | 'intend' | 'forget'; readonly call: Call }
  | { readonly kind: 'outcome'; readonly asked: Asked };

type What = Pick<Call, 'to' | 'method' | 'args' | 'deadline' | 'intent'>;

export class Application {
  /** By memo. */
  readonly calls = new Map<string, Call>();
  readonly #nodes: Nodes;
  readonly #watchers: readonly Watcher[];
  readonly #pending = new Map<number, Pending>();

  constructor(nodes: Nodes, watchers: readonly Watcher[]) {
    this.#nodes = nodes;
    this.#watchers = watchers;
  }

  invoke(event: EventOf<'invoke'>): void {
    const { method, args, call: number } = event;
    if (method === 'call' || method === 'intend') {
      const call = method === 'call' ? this.#made(event) : this.#intended(event);
      if (call) this.#pending.set(number, { kind: method, call });
      return;
    }
    const node = this.#nodes.get(event.node);
    const call = node.intents.get(String(args[0]));
    if (!call) return;
    if (method === 'forget') {
      if (call.intent) call.intent.forgotten ??= event.at;
      this.#pending.set(number, { kind: 'forget', call });
    } else if (method === 'outcome') {
      const asked: Asked = { at: event.at, life: event.life, call, answered: false };
      node.asked.add(asked);
      this.#pending.set(number, { kind: 'outcome', asked });
      for (const watcher of this.#watchers) watcher.asked?.(asked);
    }
  }

  #made(event: EventOf<'invoke'>): Call | undefined {
    const [, to, method, args, options] = event.args;
    const within = isFields(options) ? options['within'] : undefined;
    const deadline = event.at + (typeof within === 'number' ? within : DEADLINE);
    return this.#add(event, {
      to: String(to),
      method: String(method),
      args: args ?? null,
      deadline,
    });
  }

  /**
   * An intent already known has no effect; one whose `intend` was cut short may be known or not.
   */
  #intended(event: EventOf<'invoke'>): Call | undefined {
    const [intent, to, method, args] = event.args;
    const name = String(intent);
    const { intents, memories } = this.#nodes.get(event.node);
    const known = intents.get(name);
    if (known && (known.memo === memoOf(args) || known.intent?.promised !== undefined))
      return known;
    const what = { to: String(to), method: String(method), args: args ?? null, deadline: Infinity };
    const call = this.#add(event, { ...what, intent: { name, memoriesBefore: memories } });
    if (call) intents.set(name, call);
    return call;
  }

  #add(event: EventOf<'invoke'>, what: What): Call | undefined {
    const memo = memoOf(what.args);
    if (memo === undefined) return undefined;
    const node = this.#nodes.get(event.node);
    const { at, life } = event;
    const from = { memo, node: node.id, life, at, blocked: this.#nodes.blocked(node, at) };
    const client = what.intent ? `${life} durable` : `${life} ${String(event.args[0])}`;
    const empty = { ids: new Set<string>(), came: [], answers: [], over: false };
    const call: Call = { ...from, client, ...empty, ...what };
    this.calls.set(memo, call);
    node.open.add(call);
    for (const watcher of this.#watchers) watcher.made?.(call);
    return call;
  }

  return({ call: number, at, life, value }: EventOf<'return'>): void {
    const pending = this.#pending.get(number);
    if (!pending) return;
    this.#pending.delete(number);
    if (pending.kind === 'outcome') return this.#told(pending.asked, at, life, value);
    const { kind, call } = pending;
    if (kind === 'call') {
      this.#end(call);
      call.settled = { at, outcome: value };
      for (const watcher of this.#watchers) watcher.settled?.(call, at, value);
    } else if (kind === 'forget') {
      this.#end(call);
      for (const watcher of this.#watchers) watcher.forgotten?.(call, this.#nodes.get(call.node));
    } else if (call.intent && call.intent.promised === undefined) {
      call.intent.promised = at;
      for (const watcher of this.#watchers) watcher.promised?.(call);
    }
  }

  #end(call: Call): void {
    call.over = true;
    this.#nodes.get(call.node).open.delete(call);
  }

  #told(asked: Asked, at: Millis, life: number, result: Plain): void {
    const { call } = asked;
    asked.answered = true;
    this.#nodes.get(call.node).asked.delete(asked);
    for (const watcher of this.#watchers) watcher.told?.(call, at, life, result);
    if (call.intent) call.intent.told ??= { at, life, result };
  }
}
