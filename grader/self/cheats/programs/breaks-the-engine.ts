import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To make the engine give up, so that the host dies and the blame is the grader’s.',
  in: '1a-first-call',
  said: 'hung the JavaScript engine gave up on the program',
  stoppedBy: 'blame-for-the-engine',
  otherwise: 'broken the host ended with SIG',
};

export const start = blurting(() => 'x'.repeat(2 ** 28).split('').length);
