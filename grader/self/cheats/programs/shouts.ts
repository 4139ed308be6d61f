import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To bury the report under an error of twenty million letters.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: Error: found aaaaaaaaaaaa',
  stoppedBy: 'short-errors',
  otherwise: 'a'.repeat(100_000),
};

export const start = blurting(() => 'a'.repeat(20_000_000));
