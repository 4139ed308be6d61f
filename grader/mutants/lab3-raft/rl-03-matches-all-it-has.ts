import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Follower } from '../../../solutions/lab3-raft/leadership.ts';
import { entriesFrom } from '../../../solutions/lab3-raft/log.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-03',
  what: 'After a success matchIndex becomes the end of the leader’s log, sent or not.',
  killers: ['3b-swarm'],
  rule: 'commit-majority',
});

class Leads extends Leadership {
  protected override learn(
    follower: Follower,
    args: AppendEntriesArgs,
    reply: AppendEntriesReply,
  ): void {
    const sent = entriesFrom(this.server.log, args.prevLogIndex + 1, Infinity);
    super.learn(follower, reply.success ? { ...args, entries: sent } : args, reply);
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    return super.lead(new Leads(this));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
