import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To import a module whose name nobody can read in the source.',
  in: '1a-first-call',
  said: '…) is not allowed here, not even inside a string: modules are imported at the top',
  stoppedBy: 'refused-text',
  otherwise: 'found [object Promise]',
  behind: ['compartment'],
};

const name = ['node', 'fs'].join(':');

export const start = blurting(() => import(name));
