import type { Cheat } from '../cheat.ts';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const declared: Cheat = {
  tries: 'To stop time: for ever to sleep for no time at all, so that no deadline ever comes.',
  in: '1a-first-call',
  said: 'has not settled, and the run made 2',
  stoppedBy: 'event-limit',
  otherwise: 'it runs on',
  seeds: 1,
};

export const start = startWith({
  ...parts,
  createClient: (env) => ({
    async call() {
      for (;;) await env.sleep(0);
    },
  }),
});
