import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B20',
  what: 'What stands before the first entry is looked up with at(-1), which is the last.',
  killers: ['3b-overtaken'],
  rule: 'match-accepted',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      matches: (log, { prevLogIndex, prevLogTerm }) =>
        (log.entries.at(prevLogIndex - log.lastIncludedIndex - 1)?.term ?? prevLogTerm) ===
        prevLogTerm,
    }).start(),
});
