import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { Command, Proposed } from '../../../labs/lab3-raft/types.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RS-10',
  what: 'propose tells how many entries there are, trimmed ones not among them.',
  killers: ['3d-trim'],
  rule: 'propose-index',
});

class Mutant extends RaftServer {
  override propose(command: Command): Proposed | undefined {
    const proposed = super.propose(command);
    return proposed && { ...proposed, index: this.log.entries.length };
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
