import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-03',
  what: 'A new life does not give the snapshot back to the service.',
  killers: ['3d-all-crash'],
  rule: 'apply-order',
});

export const start = startWith({
  createRaft: (env, servers, machine) => {
    let begun = false;
    const raft = new RaftServer(env, servers, {
      apply: (index, command) => machine.apply(index, command),
      restore: (snapshot) => {
        if (begun) machine.restore(snapshot);
      },
    });
    begun = true;
    return raft.start();
  },
});
