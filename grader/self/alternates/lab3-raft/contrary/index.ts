import { startWith } from '../../../../../labs/lab3-raft/node.ts';
import { createRaft } from './raft.ts';

export const start = startWith({ createRaft });
