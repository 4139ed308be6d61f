import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To make a method that the judge uses say that there is no such rule.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: Cannot assign to read only property',
  stoppedBy: 'lockdown',
  otherwise: 'pass',
};

export const start = startWith({
  ...parts,
  createClient: () => ({
    async call() {
      // oxlint-disable-next-line no-extend-native -- that is the cheat
      Array.prototype.includes = () => false;
      return { status: 'ok', value: { receipt: 1, balance: 1_000_000 } as never };
    },
  }),
});
