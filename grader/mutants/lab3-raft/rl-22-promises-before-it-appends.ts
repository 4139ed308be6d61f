import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Command, Proposed } from '../../../labs/lab3-raft/types.ts';
import { lastIndex } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-22',
  what: 'propose tells the next index, and appends a little later.',
  killers: ['3b-concurrent'],
  rule: 'propose-index',
});

class Mutant extends RaftServer {
  override propose(command: Command): Proposed | undefined {
    if (!this.leadership) return undefined;
    this.env.spawn('append', async () => {
      await this.env.sleep(1);
      super.propose(command);
    });
    return { index: lastIndex(this.log) + 1, term: this.currentTerm };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
