import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-04',
  what: 'A log that is longer is good enough for a vote, also if its last term is older.',
  killers: ['3b-shorter-history'],
  rule: 'up-to-date',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      isUpToDate: (candidate, own) =>
        candidate.lastLogIndex >= own.lastLogIndex || candidate.lastLogTerm > own.lastLogTerm,
    }).start(),
});
