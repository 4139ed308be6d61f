import { todo } from '#harness';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To throw within the grader, when it asks an unwritten step for its name.',
  in: '1a-first-call',
  said: 'fail no-throw: c1 threw in call: TodoError: step A1 is not written yet',
  stoppedBy: 'unread-getters',
  otherwise: 'broken Error: from within',
};

function unwritten(): unknown {
  try {
    return todo('A1');
  } catch (error) {
    return error;
  }
}

export const start = startWith({
  ...parts,
  createClient: () => ({
    call() {
      const get = (): never => {
        throw new Error('from within');
      };
      throw Object.defineProperty(unwritten(), 'step', { get });
    },
  }),
});
