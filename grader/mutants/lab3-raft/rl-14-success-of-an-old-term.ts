import type { NodeId } from '#harness';
import { mutant } from '#kit/mutant';
import { startWith } from '../../../labs/lab3-raft/node.ts';
import type { AppendEntriesArgs, AppendEntriesReply, Term } from '../../../labs/lab3-raft/types.ts';
import { Leadership, type Follower, type Leader } from '../../../solutions/lab3-raft/leadership.ts';
import { RaftServer } from '../../../solutions/lab3-raft/raft.ts';

export const declared = mutant({
  bug: 'RL-14',
  what: 'A reply to AppendEntries counts in whatever term it arrives.',
  killers: ['3b-phantom-replicas'],
  rule: 'append-truth',
});

class Leads extends Leadership {
  readonly #now: () => Leads | undefined;

  constructor(server: Leader, now: () => Leads | undefined) {
    super(server);
    this.#now = now;
  }

  protected override isAnswer(term: Term): boolean {
    this.server.hears(term);
    return this.#now() !== undefined;
  }

  protected override learn(
    follower: Follower,
    args: AppendEntriesArgs,
    reply: AppendEntriesReply,
  ): void {
    const now = this.#now();
    if (!now || now === this) return super.learn(follower, args, reply);
    const [peer = ''] = [...this.followers].find(([, one]) => one === follower) ?? [];
    const current = now.followers.get(peer);
    if (current) now.learn(current, args, reply);
  }

  protected override sendTo(peer: NodeId): void {
    if (this.#now() === this) super.sendTo(peer);
  }
}

class Mutant extends RaftServer {
  protected override lead(): Leadership {
    const now = () => (this.leadership instanceof Leads ? this.leadership : undefined);
    return super.lead(new Leads(this, now));
  }
}

export const start = startWith({
  createRaft: (env, servers, machine) => new Mutant(env, servers, machine).start(),
});
