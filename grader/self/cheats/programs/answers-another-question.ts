import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';
import { resultOf } from './results.ts';

export const declared: Cheat = {
  tries: 'To send, once it is out, the result of a scenario that it can pass.',
  in: '1b-lost-reply',
  said: 'the host answered another question',
  stoppedBy: 'own-question',
  otherwise: 'pass',
  behind: ['compartment'],
};

export const start = blurting(() => process.send?.(resultOf('1a-first-call')));
