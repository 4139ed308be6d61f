import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../solutions/lab1-rpc/index.ts';
import { Payments } from '../../../solutions/lab1-rpc/payments.ts';

export const declared = mutant({
  bug: 'RPC-09',
  what: 'A payment that is put again is called a conflict, though it is the same.',
  killers: ['1c-put-payment', '1c-storm'],
  rule: 'put-is-idempotent',
});

class Mutant extends Payments {
  protected override isSame(): boolean {
    return false;
  }
}

export const start = startWith({
  ...parts,
  putPayment: (books, payment, memo) => new Mutant().put(books, payment, memo),
});
