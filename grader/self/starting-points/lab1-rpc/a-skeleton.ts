/** Before part A: nothing is written. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';

export const start = startWith({
  createClient: () => ({ call: () => todo('A1') }),
  createServer: () => todo('B1'),
  putPayment: () => todo('C3'),
  createDurableClient: () => todo('D1'),
  sealedNet: () => todo('E1'),
});
