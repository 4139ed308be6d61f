/** Part C, step C3. A payment that may be put twice and is paid once. */
import { balanceOf, enter, move } from '../../labs/lab1-rpc/bank.ts';
import type { Books, Payment, PutReply } from '../../labs/lab1-rpc/types.ts';

export type Put = { books: Books; reply: PutReply };
export type Paid = Payment & { readonly receipt: number };

export class Payments {
  // ---- Decisions ----

  /** The payment's own name is asked for: the second put is a new call, and no call id can tell. */
  protected earlier({ payments }: Books, { payment }: Payment): Paid | undefined {
    return payments[payment];
  }

  /** By content and not by name alone: a name that is used twice for two things is a mistake. */
  protected isSame(paid: Paid, { from, to, amount }: Payment): boolean {
    return paid.from === from && paid.to === to && paid.amount === amount;
  }

  protected replyAgain(paid: Paid, payment: Payment): PutReply {
    return { status: this.isSame(paid, payment) ? 'paid' : 'conflict', receipt: paid.receipt };
  }

  protected keep(books: Books, paid: Paid): Books {
    return { ...books, payments: { ...books.payments, [paid.payment]: paid } };
  }

  // ---- Acting: one entry in every case, for this call was executed whatever it decided ----

  put(before: Books, payment: Payment, memo: string): Put {
    const paid = this.earlier(before, payment);
    if (paid) return unmoved(before, memo, this.replyAgain(paid, payment));
    const moved = move(before, payment.from, payment.to, payment.amount);
    return moved ? this.pay(moved, payment, memo) : this.decline(before, payment, memo);
  }

  protected pay(moved: Books, payment: Payment, memo: string): Put {
    const books = enter(moved, 'putPayment', memo);
    const { receipts: receipt } = books;
    return { books: this.keep(books, { ...payment, receipt }), reply: { status: 'paid', receipt } };
  }

  /** Not kept: who pays in and puts again means it. */
  protected decline(before: Books, { from }: Payment, memo: string): Put {
    const balance = balanceOf(before, from);
    return unmoved(before, memo, { status: 'declined', balance });
  }
}

function unmoved(before: Books, memo: string, reply: PutReply): Put {
  return { books: enter(before, 'putPayment', memo), reply };
}

export function putPayment(books: Books, payment: Payment, memo: string): Put {
  return new Payments().put(books, payment, memo);
}
