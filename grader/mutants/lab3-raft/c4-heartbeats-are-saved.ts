import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own C4',
  what: 'The log is saved with each AppendEntries, also if it brings nothing.',
  killers: ['3c-thrift'],
  rule: 'thrifty-saves',
});

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, {
      ...figure2,
      merged: (...args) => ({ ...figure2.merged(...args) }),
    }).start(),
});
