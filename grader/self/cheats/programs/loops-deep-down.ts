import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To hang in functions of such long names that the alarm is longer than a pipe.',
  in: '1a-first-call',
  said: 'hung c1, at 0 ms (event 3 of the run), ran for 5 s',
  stoppedBy: 'whole-alarm',
  otherwise: 'broken the host ended with SIGKILL',
};

const name = 'down'.repeat(1000);

const { [name]: down } = {
  [name](depth: number): never {
    if (depth === 0 || !down) for (;;);
    return down(depth - 1);
  },
};

export const start = blurting(() => down?.(200));
