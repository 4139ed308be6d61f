/** Before part D: all is right but the durable client, which is not written. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab1-rpc/node.ts';
import { parts } from '../../../../solutions/lab1-rpc/index.ts';

export const start = startWith({ ...parts, createDurableClient: () => todo('D1') });
