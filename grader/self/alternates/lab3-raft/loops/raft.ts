import type { CreateRaft } from '../../../../../labs/lab3-raft/types.ts';
import { applierLoop } from './applier-loop.ts';
import { electionLoop } from './election-loop.ts';
import { handle } from './handlers.ts';
import { Server } from './server.ts';

/** Figure 2 as loops: one that elects, one that applies, and for each peer one that replicates. */
export const createRaft: CreateRaft = (env, servers, machine) => {
  const server = new Server(env, servers, machine);
  handle(server);
  env.spawn('elects', () => electionLoop(server));
  env.spawn('applies', () => applierLoop(server));
  return {
    propose: (command) => server.propose(command),
    status: () => ({ term: server.term, isLeader: server.role === 'leader' }),
    snapshot: (index, data) => server.compact(index, data),
  };
};
