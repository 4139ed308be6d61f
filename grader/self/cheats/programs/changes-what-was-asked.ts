import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To change the order of the application, which the monitors hold in their hands too.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: Cannot assign to read only property',
  stoppedBy: 'frozen-copies',
  otherwise: 'pass',
};

export const start = startWith({
  ...parts,
  createClient(env) {
    const client = parts.createClient(env);
    return {
      call(to, method, args, options) {
        if ('amount' in args) args.amount = 1_000_000;
        return client.call(to, method, args, options);
      },
    };
  },
});
