import type { Cheat } from '../cheat.ts';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const declared: Cheat = {
  tries: 'To take more memory than it is given, and to go on as if nothing had happened.',
  in: '1a-first-call',
  said: 'used more than 1 GiB of memory, and was ended',
  stoppedBy: 'memory-limit',
  otherwise: 'pass',
  seeds: 1,
};

const kept: Uint8Array[] = [];

export const start = startWith({
  ...parts,
  createClient(env) {
    env.spawn('fill', async () => {
      // In many short events, so that it is the memory that is noticed, on a slow machine too; and
      // for longer than the watchdog looks away.
      for (let i = 0; i < 58; i++) {
        if (i < 18) kept.push(new Uint8Array(60_000_000));
        kept[i % 18]?.fill(i);
        await env.sleep(0.001);
      }
    });
    return parts.createClient(env);
  },
});
