/** A hand-written run: says what happens at which time, and listens to what the monitors tell. */
import { pack, type Millis, type NodeId, type Plain, type TraceEvent } from '#harness';
import { emptyBooks, enter } from '../../../../labs/lab1-rpc/bank.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import type { Monitor, Violation } from '../../../kit/monitor.ts';
import { lab1Rules } from '../../../kit/monitors/lab1/index.ts';

/** An event without its time. */
type Untimed = TraceEvent extends infer E ? (E extends TraceEvent ? Omit<E, 'at'> : never) : never;

/** A datagram that has left, so that it can be delivered. */
export type Sent = {
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Plain;
};

type Options = { readonly [name: string]: Plain };
type Asking = {
  to?: NodeId;
  method?: string;
  args?: { readonly [name: string]: Plain };
  within?: Millis;
  client?: number;
};

const BANK = 'bank';

export class Script {
  now: Millis = 0;
  readonly violations: Violation[] = [];
  /** What the bank's disk says. */
  books: Books = emptyBooks;
  readonly #monitors: readonly Monitor[];
  #timers: { readonly at: Millis; readonly check: () => void }[] = [];
  #count = 0;
  readonly #lives = new Map<NodeId, number>();
  readonly #calls = new Map<
    string,
    { readonly node: NodeId; readonly call: number; readonly args: Plain }
  >();

  constructor(options: Options = {}) {
    const context = {
      tell: (rule: string, node: NodeId, text: string, proof: Violation['proof']) =>
        void this.violations.push({ rule, node, at: this.now, text, proof }),
      now: () => this.now,
      after: (ms: Millis, check: () => void) =>
        void this.#timers.push({ at: this.now + ms, check }),
      options,
    };
    this.#monitors = lab1Rules.monitors.map((one) => one.create(context));
    for (const node of [BANK, 'c1', 'c2']) this.start(node);
  }

  /** The rules that were broken, in the order in which they were told. */
  get told(): readonly string[] {
    return [...new Set(this.violations.map(({ rule }) => rule))];
  }

  emit(event: Untimed): this {
    for (const monitor of this.#monitors) monitor.observe({ at: this.now, ...event } as TraceEvent);
    return this;
  }

  at(time: Millis): this {
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > time) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.now = Math.max(this.now, next.at);
      next.check();
    }
    this.now = time;
    return this;
  }

  end(time: Millis): readonly string[] {
    this.at(time);
    for (const monitor of this.#monitors) monitor.finish?.();
    return this.told;
  }

  // ---- The world ----

  life(node: NodeId): number {
    return this.#lives.get(node) ?? 0;
  }

  start(node: NodeId): this {
    this.#lives.set(node, this.life(node) + 1);
    return this.emit({ type: 'start', node, life: this.life(node) });
  }

  crash(node: NodeId): this {
    return this.emit({ type: 'crash', node, life: this.life(node) });
  }

  calm(): this {
    return this.emit({ type: 'calm' });
  }

  // ---- The application ----

  call(node: NodeId, memo: string, asking: Asking = {}): this {
    const {
      to = BANK,
      method = 'deposit',
      args = { account: 'alice', amount: 10 },
      within,
      client = 0,
    } = asking;
    const all = { memo, ...args };
    const options: Plain = within === undefined ? {} : { within };
    return this.#invoke(node, memo, 'call', [client, to, method, all, options], all);
  }

  settle(memo: string, outcome: Plain): this {
    return this.#return(memo, 'call', outcome);
  }

  intend(node: NodeId, memo: string, asking: Asking = {}): this {
    const { to = BANK, method = 'deposit', args = { account: 'alice', amount: 10 } } = asking;
    const all = { memo, ...args };
    return this.#invoke(node, memo, 'intend', [`i-${memo}`, to, method, all], all);
  }

  promised(memo: string): this {
    return this.#return(memo, 'intend', null);
  }

  /** Intends, saves and promises, in one millisecond. */
  keep(node: NodeId, memo: string): this {
    this.intend(node, memo).save(node, { memory: [memo] });
    return this.promised(memo);
  }

  ask(memo: string): this {
    const { node, args } = this.#known(memo);
    return this.#invoke(node, memo, 'outcome', [`i-${memo}`], args);
  }

  tell(memo: string, result: Plain): this {
    return this.#return(memo, 'outcome', result);
  }

  forget(memo: string): this {
    const { node, args } = this.#known(memo);
    return this.#invoke(node, memo, 'forget', [`i-${memo}`], args).#return(memo, 'forget', null);
  }

  #known(memo: string) {
    const known = this.#calls.get(memo);
    if (!known) throw new Error(`nobody asked for ${memo}`);
    return known;
  }

  #invoke(node: NodeId, memo: string, method: string, args: readonly Plain[], all: Plain): this {
    const call = this.#count++;
    this.#calls.set(memo, { node, call, args: all });
    return this.emit({ type: 'invoke', node, life: this.life(node), call, method, args });
  }

  #return(memo: string, method: string, value: Plain): this {
    const { node, call } = this.#known(memo);
    return this.emit({ type: 'return', node, life: this.life(node), call, method, value });
  }

  // ---- The wire ----

  send(from: NodeId, to: NodeId, message: Plain, forged = false): Sent {
    const { value, bytes } = pack(message, 'message');
    const id = this.#count++;
    const event = {
      type: 'send' as const,
      node: from,
      life: this.life(from),
      to,
      id,
      number: id,
      message: value,
      bytes,
    };
    this.emit(forged ? { ...event, forged: true } : event);
    return { id, from, to, message: value };
  }

  request(memo: string, id = `r-${memo}`, to: NodeId = BANK, method = 'deposit'): Sent {
    const { node, args } = this.#known(memo);
    return this.send(node, to, { kind: 'request', id, method, args });
  }

  reply(memo: string, value: Plain, id = `r-${memo}`): Sent {
    return this.send(BANK, this.#known(memo).node, {
      kind: 'reply',
      id,
      result: { status: 'ok', value },
    });
  }

  refuse(memo: string, id = `r-${memo}`): Sent {
    const result = { status: 'refused', reason: 'no-such-method' };
    return this.send(BANK, this.#known(memo).node, { kind: 'reply', id, result });
  }

  deliver({ id, from, to, message }: Sent): this {
    const event = {
      type: 'deliver' as const,
      node: to,
      life: this.life(to),
      from,
      id,
      copy: 0,
      delivery: this.#count++,
    };
    return this.emit({ ...event, message });
  }

  tamper(sent: Sent, message: Plain): Sent {
    const { id, from, to } = sent;
    const { value } = pack(message, 'message');
    this.emit({ type: 'tamper', id, from, to, message: value });
    return { ...sent, message: value };
  }

  // ---- The disk and the bank ----

  /** Begins a save and makes it durable, one millisecond later. */
  save(node: NodeId, cells: { readonly [cell: string]: Plain }): this {
    this.emit({ type: 'save', node, life: this.life(node), save: 0, cells, bytes: 0 });
    this.now += 1;
    return this.emit({ type: 'durable', node, life: this.life(node), save: 0, cells });
  }

  step(memo: string, value: Plain, receipts: number, node: NodeId = BANK): this {
    return this.emit({
      type: 'probe',
      node,
      life: this.life(node),
      name: 'step',
      data: { memo, value, receipts },
    });
  }

  /** What a deposit of 10 for alice makes of the books. */
  deposited(memo: string, books = this.books): Books {
    const balance = (books.balances['alice'] ?? 0) + 10;
    return enter({ ...books, balances: { ...books.balances, alice: balance } }, 'deposit', memo);
  }

  saveBooks(books: Books): this {
    this.books = books;
    return this.save(BANK, { books: books as unknown as Plain });
  }

  /** Executes a deposit as a right server does, and returns the value to answer with. */
  execute(memo: string): Plain {
    const next = this.deposited(memo);
    const value = { receipt: next.receipts, balance: next.balances['alice'] ?? 0 };
    this.step(memo, value, next.receipts).saveBooks(next);
    return value;
  }

  /** A whole call of a right client and a right server, all but the settling. */
  answer(memo: string): Plain {
    this.deliver(this.request(memo));
    const value = this.execute(memo);
    this.deliver(this.reply(memo, value));
    return value;
  }
}

export const ok = (value: Plain): Plain => ({ status: 'ok', value });
