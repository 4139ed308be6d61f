import { deferred } from '#harness';
import type { Cheat } from '../cheat.ts';
import { remembering, type Place } from './remembering.ts';

export const declared: Cheat = {
  tries: 'To keep its memory on a function of the harness, which all lives share.',
  in: '1c-next-life',
  said: 'no-throw: bank threw in task work: TypeError: Cannot add property kept',
  stoppedBy: 'hardened-harness',
  otherwise: 'pass',
};

export const start = remembering(() => deferred as Place);
