import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-01',
  what: 'Installing a snapshot drops the whole log, also the entries that follow it.',
  killers: ['3d-suffix-stays'],
  rule: 'snapshot-retain',
});

const alone: typeof figure2.besideSnapshot = (log, { lastIncludedIndex, lastIncludedTerm }) =>
  lastIncludedIndex <= log.lastIncludedIndex
    ? log
    : { lastIncludedIndex, lastIncludedTerm, entries: [] };

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, besideSnapshot: alone }).start(),
});
