import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Index } from '../../../labs/lab3-raft/types.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import type { Log } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B2',
  what: 'A refusal points one past the first entry of the term that conflicts.',
  killers: ['3b-old-entry-waits'],
  rule: 'next-index-backs-off',
});

function pastTheFirst(log: Log, prevLogIndex: Index): { conflictIndex: Index } {
  const { conflictTerm, conflictIndex = 0 } = figure2.conflictHint(log, prevLogIndex);
  return { conflictIndex: conflictTerm === undefined ? conflictIndex : conflictIndex + 1 };
}

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      conflictHint: pastTheFirst,
      afterRefusal: (_log, progress, _prev, { conflictIndex = 1 }) => ({
        ...progress,
        nextIndex: conflictIndex,
      }),
    }).start(),
});
