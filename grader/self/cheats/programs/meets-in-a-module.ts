import type { Cheat } from '../cheat.ts';
import { remembering, type Place } from './remembering.ts';

export const declared: Cheat = {
  tries: 'To keep its memory in a variable of a module, where the next life finds it.',
  in: '1c-next-life',
  said: 'at-most-once: bank made two entries',
  stoppedBy: 'fresh-modules',
  otherwise: 'pass',
};

const place: Place = {};

export const start = remembering(() => place);
