/** Before part A: nothing is written. */
import { todo } from '#harness';
import { startWith } from '../../../../labs/lab3-raft/node.ts';

export const start = startWith({ createRaft: () => todo('A1') });
