import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RE-14',
  what: 'A leader that hears of a later term takes it over, and goes on leading in its own.',
  killers: ['3a-old-leader'],
  rule: 'step-down',
});

class Mutant extends RaftServer {
  protected override stepDown(): void {
    this.votes = undefined;
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
