import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B17',
  what: 'A leader commits nothing while its log holds an entry of an earlier term.',
  killers: ['3b-old-entry-waits'],
  rule: 'makes-progress',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      mayCommit: (log, _index, currentTerm) =>
        log.entries.every((entry) => entry.term === currentTerm),
    }).start(),
});
