import type { Cheat } from '../cheat.ts';
import { remembering } from './remembering.ts';

export const declared: Cheat = {
  tries: 'To keep its memory on a prototype of the language, where the next life finds it.',
  in: '1c-next-life',
  said: 'no-throw: bank threw in task work: TypeError: Cannot add property kept',
  stoppedBy: 'lockdown',
  otherwise: 'pass',
};

export const start = remembering(() => Object.getPrototypeOf(async () => {}));
