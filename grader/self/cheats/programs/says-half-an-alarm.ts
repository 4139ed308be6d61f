import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To say half of an alarm: who believes it at once has nothing to show for it.',
  in: '1a-first-call',
  behind: ['compartment'],
  said: 'no-throw: c1 threw in call: Error: found half',
  stoppedBy: 'whole-alarm',
  otherwise: 'broken the host ended with SIGKILL',
};

/** Longer than a parent takes to hear it, and shorter than it is patient. */
const WHILE = 1_000_000_000;

export const start = blurting(() => {
  process.getBuiltinModule('node:fs').writeSync(4, '{"kind":');
  let sum = 0;
  for (let i = 0; i < WHILE; i++) sum ^= i;
  return sum === 1 ? '' : 'half';
});
