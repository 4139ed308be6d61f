import type { Cheat } from '../cheat.ts';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const declared: Cheat = {
  tries: 'To throw within the kernel, by a text that is made of an object only after a save.',
  in: '1a-first-call',
  said: 'no-throw: c1 threw in call: Error: from within',
  stoppedBy: 'texts-at-once',
  otherwise: 'broken Error: from within',
};

const mine = {
  toString(): string {
    throw new Error('from within');
  },
};

export const start = startWith({
  ...parts,
  createClient: (env) => ({
    async call() {
      env.disk.save({ memory: null });
      env.trace(mine as unknown as string);
      await env.sleep(1000);
      return { status: 'unknown' };
    },
  }),
});
