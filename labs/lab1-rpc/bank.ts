/** Given. The service that all calls of this lab are about. */
import type { Millis, Plain } from '#harness';
import type { Account, Args, Books, Method, Payment, PutReply, Service, Step } from './types.ts';

/** How many entries the last page of the books holds. */
const PAGE = 32;

export const emptyBooks: Books = {
  balances: {},
  owners: {},
  payments: {},
  receipts: 0,
  lastPage: [],
};

export const balanceOf = (books: Books, account: Account): number => books.balances[account] ?? 0;

/** The books after money has moved, if the account covers it; otherwise undefined. */
export function move(books: Books, from: Account, to: Account, amount: number): Books | undefined {
  if (balanceOf(books, from) < amount) return undefined;
  const less = { ...books.balances, [from]: balanceOf(books, from) - amount };
  return { ...books, balances: { ...less, [to]: (less[to] ?? 0) + amount } };
}

/** The books with one more entry, whose receipt is the new `receipts`. */
export function enter(books: Books, method: string, memo: string): Books {
  const receipt = books.receipts + 1;
  return {
    ...books,
    receipts: receipt,
    lastPage: [...books.lastPage, { receipt, method, memo }].slice(-PAGE),
  };
}

export type PutPayment = (
  books: Books,
  payment: Payment,
  memo: string,
) => { books: Books; reply: PutReply };

/** What each method does to the books. */
function stepOf(method: Method, args: Plain, putPayment: PutPayment): Step {
  switch (method) {
    case 'balance': {
      const { account } = args as Args<'balance'>;
      return (books) => ({ books, value: { balance: balanceOf(books, account) } });
    }
    case 'deposit': {
      const { memo, account, amount } = args as Args<'deposit'>;
      return (books) => {
        const balance = balanceOf(books, account) + amount;
        const next = enter(
          { ...books, balances: { ...books.balances, [account]: balance } },
          method,
          memo,
        );
        return { books: next, value: { receipt: next.receipts, balance } };
      };
    }
    case 'transfer': {
      const { memo, from, to, amount } = args as Args<'transfer'>;
      return (books) => {
        const moved = move(books, from, to, amount);
        const next = enter(moved ?? books, method, memo);
        if (!moved)
          return { books: next, value: { status: 'declined', balance: balanceOf(books, from) } };
        return { books: next, value: { status: 'done', receipt: next.receipts } };
      };
    }
    case 'setOwner': {
      const { memo, account, owner } = args as Args<'setOwner'>;
      return (books) => {
        const next = enter(
          { ...books, owners: { ...books.owners, [account]: owner } },
          method,
          memo,
        );
        return { books: next, value: { previous: books.owners[account] ?? null } };
      };
    }
    case 'putPayment': {
      const { memo, payment, from, to, amount } = args as Args<'putPayment'>;
      return (books) => {
        const { books: next, reply } = putPayment(books, { payment, from, to, amount }, memo);
        return { books: next, value: reply };
      };
    }
  }
}

const METHODS: readonly string[] = [
  'balance',
  'deposit',
  'transfer',
  'setOwner',
  'putPayment',
] satisfies Method[];

export type BankOptions = {
  readonly sleep: (ms: Millis) => Promise<void>;
  readonly putPayment: PutPayment;
  /** ms that `begin` takes. */
  readonly think: Millis;
  /**
   * Told when a step has run: for which call, what it returned, and how many entries the books then
   * had.
   */
  readonly stepped?: (memo: string, value: Plain, receipts: number) => void;
};

/** A bank that keeps nothing to itself: all it knows is in the books. */
export function createBank({ sleep, putPayment, think, stepped }: BankOptions): Service {
  return {
    initial: emptyBooks,
    offers: (method) => METHODS.includes(method),
    async begin(method, args) {
      const step = stepOf(method as Method, args, putPayment);
      const { memo } = args as { memo: string };
      if (think > 0) await sleep(think);
      return (books) => {
        const result = step(books);
        stepped?.(memo, result.value, result.books.receipts);
        return result;
      };
    },
  };
}
