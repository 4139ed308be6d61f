import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books, Payment } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { Payments, type Put } from '../../../solutions/lab1-rpc/payments.ts';

export const declared = mutant({
  bug: 'own C10',
  what: 'A payment that was declined is kept among the payments, and never paid.',
  killers: ['1c-put-payment'],
  rule: 'put-is-idempotent',
});

class Mutant extends Payments {
  protected override decline(before: Books, payment: Payment, memo: string): Put {
    const { books, reply } = super.decline(before, payment, memo);
    return { books: this.keep(books, { ...payment, receipt: books.receipts }), reply };
  }
}

export const start = startWith({
  ...parts,
  putPayment: (books, payment, memo) => new Mutant().put(books, payment, memo),
});
