import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To write over the report, with what a terminal takes for a command.',
  in: '1a-first-call',
  said: 'found ·[2J·[H',
  stoppedBy: 'visible-text',
  otherwise: 'found \u001B[2J',
};

export const start = blurting(() => '\u001B[2J\u001B[H  ✓ 100/100');
