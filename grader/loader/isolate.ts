import 'ses';
import { ambientGlobals } from './ambient.ts';
import { evaluator, type Compiled } from './evaluate.ts';

/** What SES gives to this realm; its own types are for scripts. */
type Ses = {
  lockdown(options: Readonly<Record<string, string>>): void;
  harden<T>(value: T): T;
  Compartment: new (options: object) => { globalThis: object; evaluate(source: string): unknown };
};

const ses = globalThis as unknown as Ses;

/**
 * Freezes the intrinsics of this process. Once, before any submission is loaded, after everything
 * that patches them. Values from the measured ones: other tamings empty stacks, or make honest code
 * throw.
 */
export function lockRealm(): void {
  ses.lockdown({
    errorTaming: 'unsafe',
    consoleTaming: 'unsafe',
    overrideTaming: 'severe',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    stackFiltering: 'verbose',
  });
}

/** What a compartment has of its own and a submission must not have: ways around the membrane. */
const STRIPPED = [
  'Proxy',
  'Compartment',
  'lockdown',
  'harden',
  'eval',
  'Function',
  'assert',
  'repairIntrinsics',
];

/** A submission that the compartment will not read. */
export class RefusedSource extends Error {}

/**
 * Compiles a submission in a compartment of its own whose global is bare and frozen: lives share no
 * variable, and nothing that they can reach leads out. Needs `lockRealm`.
 */
export function compileIsolated(code: string, harness: object): Compiled {
  const compartment = new ses.Compartment({ __options__: true });
  const { globalThis: global } = compartment;
  for (const name of STRIPPED) Reflect.deleteProperty(global, name);
  Object.defineProperties(global, ambientGlobals());
  ses.harden(global);
  try {
    return evaluator(
      (source) => compartment.evaluate(source),
      code,
      ses.harden(harness),
      ses.harden,
    );
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!/import expression rejected|HTML comment|direct eval/i.test(text)) throw error;
    throw new RefusedSource(
      'the source has `import(`, `eval(` or an HTML comment in it, perhaps inside a string or a ' +
        'comment; the isolation refuses such text unread. Write it another way, e.g. ' +
        "'imp' + 'ort('.",
    );
  }
}
