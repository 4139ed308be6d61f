import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To end the host, so that the blame is the grader’s.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: process is not there for a node',
  stoppedBy: 'compartment',
  otherwise: 'the host ended with 0',
};

export const start = blurting(() => process.exit(0));
