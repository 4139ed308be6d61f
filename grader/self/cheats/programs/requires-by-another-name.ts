import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To ask the loader’s own `require` for a module, by another name.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: Error: no module fs',
  stoppedBy: 'own-require',
  otherwise: 'found [object Object]',
};

declare const require: (name: string) => unknown;

export const start = blurting(() => {
  const other = require;
  return other('fs');
});
