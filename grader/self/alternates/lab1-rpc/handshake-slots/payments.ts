import { enter, move } from '../../../../../labs/lab1-rpc/bank.ts';
import type { Books, Payment, PutReply } from '../../../../../labs/lab1-rpc/types.ts';

/** What a payment is, beside its name, as one text. */
const content = ({ from, to, amount }: Payment): string => JSON.stringify([from, to, amount]);

export function putPayment(
  books: Books,
  payment: Payment,
  memo: string,
): { books: Books; reply: PutReply } {
  const first = books.payments[payment.payment];
  const moved = first ? undefined : move(books, payment.from, payment.to, payment.amount);
  const next = enter(moved ?? books, 'putPayment', memo);
  if (first) {
    const status = content(first) === content(payment) ? 'paid' : 'conflict';
    return { books: next, reply: { status, receipt: first.receipt } };
  }
  if (!moved) {
    const balance = books.balances[payment.from] ?? 0;
    return { books: next, reply: { status: 'declined', balance } };
  }
  const receipt = next.receipts;
  const payments = { ...next.payments, [payment.payment]: { ...payment, receipt } };
  return { books: { ...next, payments }, reply: { status: 'paid', receipt } };
}
