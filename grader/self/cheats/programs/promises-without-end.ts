import type { Cheat } from '../cheat.ts';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const declared: Cheat = {
  tries: 'To starve monitors and kernel with promise jobs, of which each makes another.',
  in: '1a-first-call',
  said: 'hung c1, at 0 ms (event 3 of the run), ran for 5 s without coming to an end',
  stoppedBy: 'watchdog',
  otherwise: 'it runs on',
};

export const start = startWith({
  ...parts,
  createClient: () => ({
    async call() {
      for (;;) await undefined;
    },
  }),
});
