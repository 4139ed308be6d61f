import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { append, cutFrom, termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D6',
  what: 'Entries that the snapshot covers are taken for new ones, when a late message brings them.',
  killers: ['3d-edge'],
  rule: 'log-matching',
});

const withoutSnapshot: typeof figure2.merged = (log, prevLogIndex, entries) => {
  const first = entries.findIndex(({ term }, i) => termAt(log, prevLogIndex + 1 + i) !== term);
  if (first < 0) return log;
  return append(cutFrom(log, prevLogIndex + 1 + first), entries.slice(first));
};

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, merged: withoutSnapshot }).start(),
});
