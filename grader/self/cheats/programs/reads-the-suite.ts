import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To read the scenario that it is graded by.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: process is not there for a node',
  stoppedBy: 'compartment',
  otherwise: 'found import { scenario } from',
};

export const start = blurting(() =>
  process
    .getBuiltinModule('node:fs')
    .readFileSync('grader/suites/lab1-rpc/1a-first-call.ts', 'utf8'),
);
