import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To tell by the local hour on which machine it is graded.',
  in: '1a-first-call',
  said: 'found 0 o’clock',
  stoppedBy: 'one-time-zone',
  otherwise: 'found 9 o’clock',
};

export const start = blurting(() => `${new Date(0).getHours()} o’clock`);
