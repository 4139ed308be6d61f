import type { MessageId, Millis, NodeId, Plain } from '#harness';
import type { AppendEntriesArgs, RequestVoteArgs } from '../../../labs/lab3-raft/types.ts';
import type { Story } from '../story.ts';
import {
  replyOf,
  requestOf,
  type Arguments,
  type Method,
  type Replies,
  type Request,
} from './wire.ts';

/** Calls of puppets have numbers of their own, far from those of programs. */
const FIRST_CALL = 1_000_000;
/** No program has received what a puppet answers. */
const NO_DELIVERY = -1;

/** What puppets share: the numbers of their calls, and all that is on its way to them. */
export class Stage {
  readonly story: Story;
  #calls = FIRST_CALL;
  readonly #underway = new Map<MessageId, Plain>();
  readonly #puppets = new Map<NodeId, Puppet>();

  constructor(story: Story) {
    this.story = story;
    story.on('send', ({ id, to, message }) => {
      if (this.#puppets.has(to)) this.#underway.set(id, message);
    });
    // Nobody is there: so far, and no farther, a message to a puppet comes.
    story.on('drop', ({ id, from, to, why }) => {
      const message = this.#underway.get(id);
      if (message !== undefined && why === 'no-such-node')
        this.#puppets.get(to)?.receive(message, from);
    });
  }

  nextCall(): number {
    return this.#calls++;
  }

  puppet(id: NodeId): Puppet {
    const made = this.#puppets.get(id) ?? new Puppet(this, id);
    this.#puppets.set(id, made);
    return made;
  }
}

type Answers = { [M in Method]?: (args: Arguments[M], from: NodeId) => Replies[M] | undefined };

/**
 * A server that the storyteller plays: it is one of the cluster and runs no program. Cuts and
 * crashes do not know it; what is lost, held or late on the way to it is so for it too.
 */
export class Puppet {
  readonly id: NodeId;
  readonly #stage: Stage;
  readonly #answers: Answers = {};
  readonly #replies = new Map<number, Replies[Method]>();
  /** The requests that have reached it. */
  readonly asked: (Request & { readonly from: NodeId; readonly call: number })[] = [];

  constructor(stage: Stage, id: NodeId) {
    this.#stage = stage;
    this.id = id;
  }

  /** Asks, and gives the reply; undefined if none comes within so many ms. */
  async call<M extends Method>(
    to: NodeId,
    method: M,
    args: Arguments[M],
    within: Millis = 60,
  ): Promise<Replies[M] | undefined> {
    const call = this.#stage.nextCall();
    this.#send(to, { kind: 'rpc', method, call, args });
    await this.#stage.story.until(() => this.#replies.has(call), within);
    return this.#replies.get(call) as Replies[M] | undefined;
  }

  /** Sends a request that takes so long, and waits for no answer. */
  tell<M extends Method>(to: NodeId, method: M, args: Arguments[M], after: Millis): void {
    const call = this.#stage.nextCall();
    this.#stage.story.nemesis.forge(this.id, to, { kind: 'rpc', method, call, args }, after);
  }

  /** Asks for a vote, for a log that is empty unless said. */
  requestVote(
    to: NodeId,
    args: Pick<RequestVoteArgs, 'term'> & Partial<RequestVoteArgs>,
  ): Promise<Replies['RequestVote'] | undefined> {
    const whole = { candidateId: this.id, lastLogIndex: 0, lastLogTerm: 0, ...args };
    return this.call(to, 'RequestVote', whole);
  }

  /** Says that it leads: a heartbeat behind nothing unless said. */
  appendEntries(
    to: NodeId,
    args: Pick<AppendEntriesArgs, 'term'> & Partial<AppendEntriesArgs>,
  ): Promise<Replies['AppendEntries'] | undefined> {
    const behind = { prevLogIndex: 0, prevLogTerm: 0, entries: [], leaderCommit: 0 };
    return this.call(to, 'AppendEntries', { leaderId: this.id, ...behind, ...args });
  }

  /** From now on it answers requests of a method so; with undefined, not at all. */
  answer<M extends Method>(method: M, how: NonNullable<Answers[M]>): void {
    this.#answers[method] = how;
  }

  /** Answers one request, whenever. */
  reply<M extends Method>(to: NodeId, method: M, call: number, reply: Replies[M]): void {
    this.#send(to, { kind: 'rpc-reply', method, call, delivery: NO_DELIVERY, reply });
  }

  #send(to: NodeId, message: Plain): void {
    const { nemesis, dice } = this.#stage.story;
    nemesis.forge(this.id, to, message, dice.between(0.5, 3));
  }

  receive(message: Plain, from: NodeId): void {
    const reply = replyOf(message);
    if (reply) this.#replies.set(reply.call, reply.reply);
    const request = requestOf(message);
    if (!request) return;
    this.asked.push({ ...request, from });
    const how = this.#answers[request.method] as
      | ((args: Request['args'], from: NodeId) => Replies[Method] | undefined)
      | undefined;
    const said = how?.(request.args, from);
    if (said) this.reply(from, request.method, request.call, said);
  }
}
