import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';
import { resultOf } from './results.ts';

export const declared: Cheat = {
  tries: 'To send the parent a result before the host does.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: process is not there for a node',
  stoppedBy: 'compartment',
  otherwise: 'pass',
};

export const start = blurting(() => process.send?.(resultOf('1a-first-call')));
