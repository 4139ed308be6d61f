import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To read, once it is out, what the shell of its host knows: tokens, names, paths.',
  in: '1a-first-call',
  said: 'found nothing',
  stoppedBy: 'empty-environment',
  otherwise: 'found a PATH',
  behind: ['compartment'],
};

export const start = blurting(() => (process.env['PATH'] ? 'a PATH' : 'nothing'));
