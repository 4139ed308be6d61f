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
    // Longer than the watchdog looks away.
    while (kept.length < 18) kept.push(new Uint8Array(60_000_000).fill(1));
    for (let i = 0; i < 40; i++) kept[i % 18]?.fill(i);
    return parts.createClient(env);
  },
});
