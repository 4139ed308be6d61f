import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To speak to the parent on the pipe of the watchdog.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: process is not there for a node',
  stoppedBy: 'compartment',
  otherwise: 'hung nobody, at 0 ms (event 7 of the run), used more than 1 GiB',
};

const alarm = { kind: 'memory', node: 'nobody', events: 7, at: 0, patience: 0, stack: '' };

export const start = blurting(() => {
  process.getBuiltinModule('node:fs').writeSync(4, `${JSON.stringify(alarm)}\n`);
  // Until the parent has heard it.
  for (;;);
});
