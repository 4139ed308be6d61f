import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { compact } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D10',
  what: 'What follows an installed snapshot is kept, also if the entry at its end is another.',
  killers: ['3d-install'],
  rule: 'log-matching',
});

const keepsAll: typeof figure2.besideSnapshot = (log, { lastIncludedIndex, lastIncludedTerm }) =>
  lastIncludedIndex <= log.lastIncludedIndex
    ? log
    : { ...compact(log, lastIncludedIndex), lastIncludedTerm };

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, besideSnapshot: keepsAll }).start(),
});
