import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { figure2 } from '../../../solutions/lab3-raft/decisions.ts';
import { append, lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own B9',
  what: 'Where an entry stands none is put in its place: what is sent is added at the end.',
  killers: ['3b-conflict'],
  rule: 'ack-durable',
});

const added: typeof figure2.merged = (log, prevLogIndex, entries) => {
  const fresh = entries.slice(Math.max(0, lastIndex(log) - prevLogIndex));
  return fresh.length === 0 ? log : append(log, fresh);
};

export const start = startWith({
  createRaft: (env, servers, machine) =>
    new RaftServer(env, servers, machine, { ...figure2, merged: added }).start(),
});
