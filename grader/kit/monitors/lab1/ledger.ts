/**
 * What one server's disk says of its books, and what it should say after the calls that it
 * entered.
 */
import type { Millis, NodeId, Plain } from '#harness';
import type { Books, Entry, Payment, PutReply } from '../../../../labs/lab1-rpc/types.ts';
import type { Call } from './calls.ts';
import { isFields, PAGE } from './wire.ts';
import { same } from '../values.ts';

/** An entry that the disk holds, in the life that saved it. */
export type Made = Entry & {
  readonly at: Millis;
  readonly life: number;
  /** What the call returns by the bank's own rules; undefined where nobody can say. */
  readonly value?: Plain;
  /** The payment had been paid by an older entry. */
  readonly paidBefore?: number;
};

/** A run of the bank's step: it has been computed, and nothing is said of any save. */
export type Step = {
  readonly at: Millis;
  readonly life: number;
  readonly value: Plain;
  readonly receipts: number;
};

/** One save of the books, durable. */
export type Saved = {
  readonly at: Millis;
  readonly life: number;
  readonly server: Ledger;
  readonly before: Books | undefined;
  readonly after: Books | undefined;
  readonly fresh: readonly Made[];
  /** How the books failed to grow. */
  readonly broken?: string;
  /** Where balances or owners are not what the fresh entries make of them. */
  readonly differs?: string;
};

export class Ledger {
  readonly node: NodeId;
  books: Books | undefined;
  /** By receipt, from 1; a page that was too short to show an entry leaves a hole. */
  readonly entries: (Made | undefined)[] = [];
  readonly byMemo = new Map<string, Made[]>();
  readonly steps = new Map<string, Step[]>();
  readonly paid = new Map<string, Payment & { readonly receipt: number }>();
  /** The sum of what was deposited. */
  deposits = 0;
  readonly #balances = new Map<string, number>();
  readonly #owners = new Map<string, string>();
  readonly callOf: (memo: string) => Call | undefined;

  constructor(node: NodeId, callOf: (memo: string) => Call | undefined) {
    this.node = node;
    this.callOf = callOf;
  }

  has(memo: string): boolean {
    return (this.byMemo.get(memo)?.length ?? 0) > 0;
  }

  stepped(memo: string, step: Step): void {
    const steps = this.steps.get(memo);
    if (steps) steps.push(step);
    else this.steps.set(memo, [step]);
  }

  /** The steps whose outcome an entry is: a step may have run before, in a life that lost it. */
  stepsOf({ memo, receipt, life }: Made): readonly Step[] {
    const steps = this.steps.get(memo) ?? [];
    return steps.filter((step) => step.receipts === receipt && step.life === life);
  }

  save(at: Millis, life: number, cell: Plain): Saved {
    const before = this.books;
    const after = isBooks(cell) ? cell : undefined;
    const broken = after ? this.#growth(after) : 'The cell no longer has the form of books.';
    if (broken) this.#forget(after);
    const fresh = after ? this.#enter(at, life, after) : [];
    const differs = after && !broken ? this.#difference(after) : undefined;
    if (after) this.#adopt(after, broken !== undefined || differs !== undefined);
    this.books = after;
    const saved = { at, life, server: this, before, after, fresh };
    return { ...saved, ...(broken && { broken }), ...(differs && { differs }) };
  }

  /** How these books fail to continue those before; undefined if they do continue them. */
  #growth({ receipts, lastPage }: Books): string | undefined {
    const known = this.entries.length;
    if (receipts < known) return `There were ${known} entries, and now there are ${receipts}.`;
    if (lastPage.length !== Math.min(PAGE, receipts)) {
      return `Of ${receipts} entries the last page shows ${lastPage.length}.`;
    }
    const first = receipts - lastPage.length + 1;
    const page = this.books?.lastPage ?? [];
    const turned = page.length - known - 1;
    for (let i = 0; i < lastPage.length; i++) {
      const receipt = first + i;
      const entry = lastPage[i];
      // What was on the page before is still the same object: nothing of it needs to be read.
      if (!entry || entry === page[turned + receipt]) continue;
      if (entry.receipt !== receipt) return `Entry ${receipt} has receipt ${entry.receipt}.`;
      const old = this.entries[receipt - 1];
      if (old && (old.memo !== entry.memo || old.method !== entry.method)) {
        return (
          `Entry ${receipt} was ${old.method} ${old.memo}, and now is ${entry.method} ` +
          `${entry.memo}.`
        );
      }
    }
    return undefined;
  }

  /** Drops what the books no longer show, so that the next save is judged by itself. */
  #forget(after: Books | undefined): void {
    const kept = after ? Math.max(0, after.receipts - after.lastPage.length) : 0;
    for (const entry of this.entries.splice(kept)) {
      const made = entry && this.byMemo.get(entry.memo);
      if (made)
        this.byMemo.set(
          entry.memo,
          made.filter((one) => one !== entry),
        );
    }
    this.entries.length = kept;
  }

  #enter(at: Millis, life: number, { receipts, lastPage }: Books): readonly Made[] {
    const known = this.entries.length;
    const fresh = known === receipts ? [] : lastPage.slice(Math.min(0, known - receipts));
    this.entries.length = Math.max(0, receipts - fresh.length);
    return fresh.map((entry) => {
      const made = { ...entry, at, life, ...this.#execute(entry) };
      this.entries.push(made);
      const others = this.byMemo.get(entry.memo);
      if (others) others.push(made);
      else this.byMemo.set(entry.memo, [made]);
      return made;
    });
  }

  /** The bank, once more: what the call that was asked for does to the books that were there. */
  #execute({ receipt, method, memo }: Entry): { value?: Plain; paidBefore?: number } {
    const call = this.callOf(memo);
    if (!call || call.method !== method || !isFields(call.args)) return {};
    const args = call.args as Fields;
    switch (method) {
      case 'deposit': {
        const balance = this.#balance(args.account) + args.amount;
        this.#balances.set(args.account, balance);
        this.deposits += args.amount;
        return { value: { receipt, balance } };
      }
      case 'transfer': {
        if (this.#move(args)) return { value: { status: 'done', receipt } };
        return { value: { status: 'declined', balance: this.#balance(args.from) } };
      }
      case 'setOwner': {
        const previous = this.#owners.get(args.account) ?? null;
        this.#owners.set(args.account, args.owner);
        return { value: { previous } };
      }
      case 'putPayment':
        return this.#put(args, receipt);
      default:
        return {};
    }
  }

  #put(args: Fields, receipt: number): { value: Plain; paidBefore?: number } {
    const { payment, from, to, amount } = args;
    const old = this.paid.get(payment);
    if (old) {
      const equal = old.from === from && old.to === to && old.amount === amount;
      const value = {
        status: equal ? 'paid' : 'conflict',
        receipt: old.receipt,
      } satisfies PutReply;
      return { value, paidBefore: old.receipt };
    }
    if (!this.#move(args)) return { value: { status: 'declined', balance: this.#balance(from) } };
    this.paid.set(payment, { payment, from, to, amount, receipt });
    return { value: { status: 'paid', receipt } };
  }

  #balance(account: string): number {
    return this.#balances.get(account) ?? 0;
  }

  #move({ from, to, amount }: Fields): boolean {
    if (this.#balance(from) < amount) return false;
    this.#balances.set(from, this.#balance(from) - amount);
    this.#balances.set(to, this.#balance(to) + amount);
    return true;
  }

  #difference({ balances, owners }: Books): string | undefined {
    for (const account of new Set([...Object.keys(balances), ...this.#balances.keys()])) {
      const [has, wants] = [balances[account] ?? 0, this.#balance(account)];
      if (has !== wants) return `Account ${account} has ${has}, and its entries make ${wants}.`;
    }
    if (owners === this.books?.owners) return undefined;
    for (const account of new Set([...Object.keys(owners), ...this.#owners.keys()])) {
      const [has, wants] = [owners[account], this.#owners.get(account)];
      if (has !== wants)
        return `Account ${account} has owner ${has}, and its entries make it ${wants}.`;
    }
    return undefined;
  }

  /** After a save that is wrong, the next is judged from what the disk now says. */
  #adopt({ balances, owners }: Books, wrong: boolean): void {
    if (!wrong) return;
    this.#balances.clear();
    this.#owners.clear();
    for (const [account, balance] of Object.entries(balances)) this.#balances.set(account, balance);
    for (const [account, owner] of Object.entries(owners)) this.#owners.set(account, owner);
  }
}

/**
 * The arguments of all methods that make an entry. They are the application's, and so of the
 * right form.
 */
type Fields = {
  account: string;
  owner: string;
  payment: string;
  from: string;
  to: string;
  amount: number;
};

function isBooks(cell: Plain): cell is Books {
  if (!isFields(cell)) return false;
  const { balances, owners, payments, receipts, lastPage } = cell;
  const whole = isFields(balances) && isFields(owners) && isFields(payments);
  const counted = Number.isInteger(receipts) && Number(receipts) >= 0 && Number(receipts) < 2 ** 31;
  const isEntry = (entry: unknown): boolean => typeof entry === 'object' && entry !== null;
  return whole && counted && Array.isArray(lastPage) && lastPage.every(isEntry);
}

export const sumOf = (books: Books | undefined): number =>
  Object.values(books?.balances ?? {}).reduce((sum, balance) => sum + balance, 0);

/** A payment that the books no longer hold as it was paid. */
export function changedPayment({ server, before, after }: Saved): string | undefined {
  if (!after || before?.payments === after.payments) return undefined;
  for (const [id, { from, to, amount, receipt }] of server.paid) {
    const [old, now] = [before?.payments[id], after.payments[id]];
    if (!old || (now && same(pick(now), { from, to, amount, receipt }))) continue;
    return id;
  }
  return undefined;
}

const pick = ({ from, to, amount, receipt }: Payment & { receipt: number }): object => ({
  from,
  to,
  amount,
  receipt,
});
