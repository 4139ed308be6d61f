import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To climb from what the harness hands in to the harness’s own Function.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: Function.prototype.constructor is not a valid',
  stoppedBy: 'lockdown',
  otherwise: 'found [object process]',
};

export const start = blurting((env) => {
  const make = env.now.constructor as FunctionConstructor;
  return (make('return process') as () => unknown)();
});
