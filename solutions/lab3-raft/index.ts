/** The reference solution of Lab 3. */
import { startWith, type Parts } from '../../labs/lab3-raft/node.ts';
import { createRaft } from './membership.ts';

export const parts: Parts = { createRaft };

export const start = startWith(parts);
