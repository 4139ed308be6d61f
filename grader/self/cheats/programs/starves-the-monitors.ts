import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries:
    'To tell an invented outcome so deep down that the monitor has no stack left to object, ' +
    'and then once more, when it takes the call for settled.',
  in: '1a-first-call',
  said: 'fail honest-outcome: ',
  stoppedBy: 'own-then',
  otherwise: 'pass',
};

const INVENTED = { status: 'ok', value: { receipt: 1, balance: 1_000_000 } };

/** From the deepest place on upwards, until nobody runs out of stack any more. */
function tellDeepDown(settle: (outcome: unknown) => void): void {
  try {
    tellDeepDown(settle);
  } catch {
    settle(INVENTED);
  }
}

export const start = startWith({
  ...parts,
  createClient: () => ({
    call() {
      const promise = Promise.resolve();
      // oxlint-disable-next-line unicorn/no-thenable -- that is the cheat
      return Object.defineProperty(promise, 'then', { value: tellDeepDown }) as never;
    },
  }),
});
