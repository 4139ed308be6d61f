const ONLY_PLAIN =
  'Only plain data crosses the wire or the disk: null, booleans, finite numbers, strings, ' +
  'arrays, and objects made with {}.';

/** What is nested very deep has a very long path. */
const short = (path: string): string =>
  path.length > 60 ? `${path.slice(0, 24)}…${path.slice(-12)}` : path;

/** A value that is not plain data, with the path to the field that is not. */
export class NotPlainError extends TypeError {
  readonly path: string;
  readonly #what: string;
  readonly #advice: string;

  constructor(path: string, what: string, advice = ONLY_PLAIN) {
    super(`${short(path)} is ${what}. ${advice}`);
    this.name = 'NotPlainError';
    this.path = path;
    this.#what = what;
    this.#advice = advice;
  }

  /** The same, with the stack of who asks for it. */
  anew(): NotPlainError {
    return new NotPlainError(this.path, this.#what, this.#advice);
  }
}

/** Where the realm is locked down, the constructors of these are behind getters. */
const BUILT_IN = [
  Map,
  Set,
  WeakMap,
  WeakSet,
  Date,
  RegExp,
  Promise,
  Error,
  ArrayBuffer,
  Uint8Array,
];

/** The class of a thing, without running its code. */
export function nameOf(value: object): string {
  const builtIn = BUILT_IN.find((one) => value instanceof one);
  if (builtIn) return builtIn.name;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return 'something else';
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  const name: unknown =
    made && typeof made.value === 'function'
      ? Object.getOwnPropertyDescriptor(made.value, 'name')?.value
      : undefined;
  return typeof name === 'string' && name !== '' ? name : 'a class';
}
