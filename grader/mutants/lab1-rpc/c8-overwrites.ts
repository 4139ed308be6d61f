import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import type { Books, Payment } from '../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { Payments, type Paid } from '../../../solutions/lab1-rpc/payments.ts';

export const declared = mutant({
  bug: 'own C8',
  what: 'Another payment under the same id is paid, and takes the place of the first.',
  killers: ['1c-put-payment', '1c-storm'],
  rule: 'paid-once',
});

class Mutant extends Payments {
  protected override earlier(books: Books, payment: Payment): Paid | undefined {
    const paid = super.earlier(books, payment);
    return paid && this.isSame(paid, payment) ? paid : undefined;
  }
}

export const start = startWith({
  ...parts,
  putPayment: (books, payment, memo) => new Mutant().put(books, payment, memo),
});
