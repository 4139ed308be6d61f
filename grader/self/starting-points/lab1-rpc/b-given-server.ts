/** Before part B: a right client, and the server that is given. */
import { createAtLeastOnceServer } from '../../../../labs/lab1-rpc/at-least-once-server.ts';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const start = startWith({ ...parts, createServer: createAtLeastOnceServer });
