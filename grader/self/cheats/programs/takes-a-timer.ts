import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To run on a timer of the machine, outside of every event.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: setTimeout is not there for a node: use `await env',
  stoppedBy: 'compartment',
  otherwise: 'found a timer: object',
};

export const start = blurting(() => `a timer: ${typeof setTimeout(() => {}, 0)}`);
