import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import type { ClientEnv } from '../../../../labs/lab1-rpc/types.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';
import type { Cheat } from '../cheat.ts';

export const declared: Cheat = {
  tries: 'To save with so little stack left that monitors see half of it, and to take no notice.',
  in: '1a-first-call',
  said: 'fail no-throw: c1 threw in its Env: RangeError: there was too little stack left',
  stoppedBy: 'nothing-unfinished',
  otherwise: 'found a save that is not on the disk',
};

function saveAtTheBottom(env: ClientEnv): void {
  try {
    saveAtTheBottom(env);
  } catch {
    // Deeper down there was no room even to begin.
  }
  if (env.disk.load('memory') === undefined) env.disk.save({ memory: 'half' });
}

export const start = startWith({
  ...parts,
  createClient(env) {
    saveAtTheBottom(env);
    return {
      call() {
        throw new Error(`found ${env.disk.load('memory') ? 'a save that is not on the disk' : ''}`);
      },
    };
  },
});
