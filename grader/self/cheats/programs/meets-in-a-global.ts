import type { Cheat } from '../cheat.ts';
import { remembering, type Place } from './remembering.ts';

export const declared: Cheat = {
  tries: 'To keep its memory in a global variable, where the next life finds it.',
  in: '1c-next-life',
  said: 'no-throw: bank threw in task work: TypeError: Cannot add property kept',
  stoppedBy: 'frozen-global',
  otherwise: 'pass',
};

export const start = remembering(() => globalThis as Place);
