/** A hand-written run of a bank and its clients. */
import { pack, type Millis, type NodeId, type Plain } from '#harness';
import { emptyBooks, enter } from '../../../../labs/lab1-rpc/bank.ts';
import type { Books } from '../../../../labs/lab1-rpc/types.ts';
import { lab1Rules } from '../../../kit/monitors/lab1/index.ts';
import { HandWritten } from '../hand-written.ts';

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

export class Script extends HandWritten {
  /** What the bank's disk says. */
  books: Books = emptyBooks;
  readonly #calls = new Map<
    string,
    { readonly node: NodeId; readonly call: number; readonly args: Plain }
  >();

  constructor(options: Options = {}) {
    super(lab1Rules.monitors, options);
    for (const node of [BANK, 'c1', 'c2']) this.start(node);
  }

  /** The rules that were broken, in the order in which they were told. */
  get told(): readonly string[] {
    return [...new Set(this.violations.map(({ rule }) => rule))];
  }

  end(time: Millis): readonly string[] {
    this.at(time);
    this.finish();
    return this.told;
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
    const call = this.next();
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
    const id = this.next();
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
      delivery: this.next(),
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

  step(memo: string, value: Plain, receipts: number, node: NodeId = BANK): this {
    return this.probe(node, 'step', { memo, value, receipts });
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
