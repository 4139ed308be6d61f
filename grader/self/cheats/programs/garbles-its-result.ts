import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To send, once it is out, what the parent cannot read, so that no report is made.',
  in: '1a-first-call',
  said: 'the host said what no host says',
  stoppedBy: 'heard',
  otherwise: 'the grade ended: Cannot read properties of undefined',
  behind: ['compartment'],
};

export const start = blurting(() =>
  process.send?.({ type: 'result', result: { scenario: '1a-first-call', ran: 2, passed: 2 } }),
);
