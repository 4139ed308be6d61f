import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To read the clock of the machine.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: performance is not there for a node: use env.now()',
  stoppedBy: 'compartment',
  otherwise: 'found a time: true',
};

export const start = blurting(() => `a time: ${performance.timeOrigin > 1e12}`);
