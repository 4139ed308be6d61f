import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A2',
  what: 'A candidate counts its own vote, and can still give it to another.',
  killers: ['3a-partitions'],
  rule: 'one-vote',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    super.campaign();
    this.votedFor = null;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
