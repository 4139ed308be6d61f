/** Part C, step C3. A payment that may be put twice and is paid once. */
import { todo } from '#harness';
import type { Books, Payment, PutReply } from './types.ts';

/**
 * Pure. Makes one entry in the books in every case (`enter` of bank.ts), and moves money (`move`)
 * only when the payment is new and covered. `memo` names this call; `payment.payment` names what is
 * paid.
 */
export function putPayment(
  books: Books,
  payment: Payment,
  memo: string,
): { books: Books; reply: PutReply } {
  void [books, payment, memo];
  return todo('C3');
}
