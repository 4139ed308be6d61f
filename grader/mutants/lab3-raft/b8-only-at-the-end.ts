import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { lastIndex, termAt } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B8',
  what: 'What does not follow the last entry is refused, also if the log holds it already.',
  killers: ['3b-overtaken'],
  rule: 'match-accepted',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      matches: (log, { prevLogIndex, prevLogTerm }) =>
        prevLogIndex === lastIndex(log) && termAt(log, prevLogIndex) === prevLogTerm,
    }).start(),
});
