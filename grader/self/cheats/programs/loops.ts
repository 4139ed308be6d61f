import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To hold up the grade with a loop that never ends.',
  in: '1a-first-call',
  said: 'hung c1, at 0 ms (event 3 of the run), ran for 5 s without coming to an end',
  stoppedBy: 'watchdog',
  otherwise: 'it runs on',
};

export const start = blurting(() => {
  for (;;);
});
