import type { Cheat } from '../cheat.ts';
import { blurting } from './blurting.ts';

export const declared: Cheat = {
  tries: 'To climb to a constructor that no global names: that of generators.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: TypeError: Function.prototype.constructor is not a valid',
  stoppedBy: 'lockdown',
  otherwise: 'found [object process]',
};

export const start = blurting(() => {
  const make = function* () {}.constructor as GeneratorFunctionConstructor;
  return (make('yield process') as () => Generator)().next().value;
});
