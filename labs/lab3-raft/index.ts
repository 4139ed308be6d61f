/** Given. The entry of the lab: what runs on a server, made of the files that you write. */
import { startWith } from './node.ts';
import { createRaft } from './raft.ts';

export const start = startWith({ createRaft });
