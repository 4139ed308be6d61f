import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A1',
  what: 'A server learns of later terms from requests, and not from answers.',
  killers: ['3a-newer-term'],
  rule: 'step-down',
});

class Mutant extends RaftServer {
  override hears(): void {}
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
