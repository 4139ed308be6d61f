import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'own A14',
  what: 'A candidate counts the votes of others alone.',
  killers: ['3a-deaf-leader'],
  rule: 'elects-a-leader',
});

class Mutant extends RaftServer {
  protected override campaign(): void {
    super.campaign();
    this.votes?.delete(this.env.id);
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
