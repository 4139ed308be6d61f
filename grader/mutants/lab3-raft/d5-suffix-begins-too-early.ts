import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { entryAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own D5',
  what: 'When a snapshot is installed, its last entry stays in the log too, one place too far.',
  killers: ['3d-suffix-stays'],
  rule: 'snapshot-retain',
});

const withTheLast: typeof figure2.besideSnapshot = (log, position) => {
  const { lastIncludedIndex, lastIncludedTerm } = position;
  const rest = figure2.besideSnapshot(log, position);
  if (rest.entries.length === 0 || rest === log) return rest;
  const last = entryAt(log, lastIncludedIndex);
  const entries = last ? [last, ...rest.entries] : rest.entries;
  return { lastIncludedIndex, lastIncludedTerm, entries };
};

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, besideSnapshot: withTheLast }).start(),
});
