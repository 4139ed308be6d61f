import { TodoError } from './todo.ts';
import type { Bug } from './trace.ts';

/** Where a bug is, if it is no place in the program: nobody took a rejection within its event. */
export const UNHANDLED = 'a rejection that nobody handled';

/** The property that reading `key` would find, on the thing or on what it inherits from. */
function find(thing: object, key: string): PropertyDescriptor | undefined {
  for (let o: object | null = thing; o; o = Object.getPrototypeOf(o) as object | null) {
    const found = Object.getOwnPropertyDescriptor(o, key);
    if (found) return found;
  }
  return undefined;
}

const BUILT_IN = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/**
 * An error's name; where the realm is locked down, those of built-in errors are behind a getter.
 */
function nameOf(error: object): string {
  const kind = BUILT_IN.find((one) => error instanceof one);
  return text(error, 'name', kind ? kind.name : 'Error');
}

/** The most letters of an error that a report has room for. */
const MAX_MESSAGE = 2000;
const MAX_STACK = 20_000;

function text(thing: object, key: string, otherwise: string): string {
  const value: unknown = find(thing, key)?.value;
  return (typeof value === 'string' ? value : otherwise).slice(0, MAX_MESSAGE);
}

/**
 * Some engines keep the stack behind a getter; only that getter, which is the engine's own, is run.
 */
function stackOf(error: object): string {
  const found = find(error, 'stack');
  const own = found?.get && found.get === find(new Error('for its stack'), 'stack')?.get;
  const stack: unknown = own ? found.get?.call(error) : found?.value;
  return typeof stack === 'string' ? stack.slice(0, MAX_STACK) : '';
}

/** Whether it is an error, of this realm or of another. */
const isError = (thing: object): boolean =>
  thing instanceof Error || find(thing, 'stack') !== undefined;

/** What was thrown, as data. Anything can be thrown, and nothing of it is run. */
export function describeBug(error: unknown): Bug {
  if (typeof error === 'function') return { name: 'thrown', message: 'a function', stack: '' };
  if (typeof error !== 'object' || error === null)
    return { name: 'thrown', message: String(error), stack: '' };
  if (!isError(error))
    return { name: 'thrown', message: text(error, 'message', 'an object'), stack: '' };
  const bug = { name: nameOf(error), message: text(error, 'message', ''), stack: stackOf(error) };
  const step = error instanceof TodoError ? text(error, 'step', '') : '';
  return step === '' ? bug : { ...bug, step };
}
