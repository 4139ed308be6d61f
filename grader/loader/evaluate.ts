import type { LifeHandle } from '#harness';
import { ambientGlobals } from './ambient.ts';

/** The name that stacks give to the text of a submission. */
export const SUBMISSION = 'submission.js';

/** What a lab's `index.ts` exports, not yet looked at. */
export type Exports = { readonly [name: string]: unknown };

/** Evaluates a submission afresh, for one life: no variable is shared with another. */
export type Compiled = {
  evaluate(life: LifeHandle): Exports;
  /** Freezes what is handed in, so that two lives cannot meet in it. */
  harden<T>(value: T): T;
};

type Module = { exports: Exports };
type Body = (
  require: (name: string) => unknown,
  console: object,
  module: Module,
  exports: Exports,
) => void;

const print = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : show(value))).join(' ');

function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value;
  }
}

/** The most that one line of `console` puts into the trace. */
const MAX_LINE = 2000;

/** Makes lives from a text, with some way to turn it into a function. */
export function evaluator(
  compile: (source: string) => unknown,
  code: string,
  harness: object,
  harden: <T>(value: T) => T,
): Compiled {
  // On one line with the code's first, so that its lines keep their numbers.
  const body = `(function (require, console, module, exports) {${code}\n})`;
  const run = compile(`${body}\n//# sourceURL=${SUBMISSION}`) as Body;
  const require = harden((name: string): unknown => {
    if (name === '#harness') return harness;
    throw new Error(`no module ${name}`);
  });
  return {
    harden,
    evaluate(life) {
      const line = (...values: unknown[]): void => life.print(print(values).slice(0, MAX_LINE));
      const console = harden({ log: line, info: line, warn: line, error: line, debug: line });
      const module: Module = { exports: {} };
      run(require, console, module, module.exports);
      return module.exports;
    },
  };
}

/**
 * The same without a compartment, for open tests and plays, where lockdown would misplace lines:
 * the ambient names are shadowed. Not a wall; the grade has the wall.
 */
export function compilePlain(code: string, harness: object): Compiled {
  const globals = Object.defineProperties({}, ambientGlobals()) as Record<string, unknown>;
  const compile = (source: string): unknown =>
    // oxlint-disable-next-line no-implied-eval, no-new-func -- a scope for each life is the point
    new Function('ambient', `with (ambient) { return ${source}\n}`)(globals);
  return evaluator(compile, code, harness, (value) => value);
}
