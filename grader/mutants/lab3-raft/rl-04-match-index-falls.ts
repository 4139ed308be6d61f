import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-04',
  what: 'The success that arrives last says what a follower has, also if an older one is late.',
  killers: ['3b-late-answers'],
  rule: 'few-bytes',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      afterSuccess: (_, lastSent) => ({ matchIndex: lastSent, nextIndex: lastSent + 1 }),
    }).start(),
});
