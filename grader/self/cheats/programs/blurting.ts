import type { Env } from '#harness';
import { startWith, type Start } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

/** A lab whose client does not call: it does this instead, and blurts out what came of it. */
export const blurting = (work: (env: Pick<Env, 'now'>) => unknown): Start =>
  startWith({
    ...parts,
    createClient: (env) => ({
      call() {
        throw new Error(`found ${String(work(env))}`);
      },
    }),
  });
