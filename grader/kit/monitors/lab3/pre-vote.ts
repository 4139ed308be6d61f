/** E1: asking before standing. Read off the wire and the disk. */
import type { EventOf, Millis, NodeId, Plain, Proof, RpcMessage, TraceEvent } from '#harness';
import type { RequestVoteArgs, RequestVoteReply } from '../../../../labs/lab3-raft/types.ts';
import type { Monitor, MonitorContext, MonitorFactory } from '../../monitor.ts';
import { ELECTION_TIMEOUT_MIN } from './wire.ts';

type Request = { readonly method: string; readonly call: number; readonly args: RequestVoteArgs };
type Reply = { readonly method: string; readonly call: number; readonly reply: RequestVoteReply };

/** What one life has been told. */
class Voter {
  readonly life: number;
  /** Who would vote for it, by term. */
  readonly supporters = new Map<number, Set<NodeId>>();
  /** Terms in which its leader has asked it to stand. */
  readonly asked = new Set<number>();
  /** Terms that have been more than a question. */
  readonly named = new Set<number>();
  /** When it last heard from a leader of its term. */
  heard: { readonly at: Millis; readonly from: NodeId; readonly term: number } | undefined;

  constructor(life: number) {
    this.life = life;
  }
}

const requestOf = (message: Plain): Request | undefined => {
  const one = message as RpcMessage | null;
  return one?.kind === 'rpc' ? (one as unknown as Request) : undefined;
};
const replyOf = (message: Plain): Reply | undefined => {
  const one = message as RpcMessage | null;
  return one?.kind === 'rpc-reply' ? (one as unknown as Reply) : undefined;
};

class PreVotes implements Monitor {
  readonly #context: MonitorContext;
  readonly #voters = new Map<NodeId, Voter>();
  /** For which term a question was. */
  readonly #questions = new Map<number, { term: number; from: NodeId; at: Millis }>();
  /** What the disks say, over all lives. */
  readonly #terms = new Map<NodeId, number>();
  #servers: readonly NodeId[] = [];

  constructor(context: MonitorContext) {
    this.#context = context;
  }

  observe(event: TraceEvent): void {
    if (event.type === 'start') this.#voters.set(event.node, new Voter(event.life));
    if (event.type === 'probe' && event.name === 'servers')
      this.#servers = event.data as readonly NodeId[];
    if (event.type === 'send') this.#sent(event);
    if (event.type === 'deliver' && !event.late) this.#delivered(event);
    if (event.type === 'save') this.#saved(event);
  }

  #delivered({ node, from, at, message }: EventOf<'deliver'>): void {
    const voter = this.#voters.get(node);
    const request = requestOf(message);
    const reply = replyOf(message);
    if (!voter) return;
    if (request && request.method !== 'PreVote') voter.named.add(request.args.term);
    if (reply) voter.named.add(reply.reply.term);
    if (request?.method === 'TimeoutNow') voter.asked.add(request.args.term + 1);
    if (request?.method === 'AppendEntries' || request?.method === 'InstallSnapshot') {
      const { term } = request.args;
      if (term >= (voter.heard?.term ?? 0)) voter.heard = { at, from, term };
    }
    const question = reply?.method === 'PreVote' && this.#questions.get(reply.call);
    if (!question || !reply.reply.voteGranted) return;
    const supporters = voter.supporters.get(question.term) ?? new Set([node]);
    voter.supporters.set(question.term, supporters.add(from));
  }

  #sent({ node, at, message, forged }: EventOf<'send'>): void {
    const voter = this.#voters.get(node);
    const request = requestOf(message);
    const reply = replyOf(message);
    if (request?.method === 'PreVote')
      this.#questions.set(request.call, { term: request.args.term, from: node, at });
    if (!voter || forged) return;
    if (request?.method === 'RequestVote') this.#stands(node, voter, request.args.term, at);
    if (reply?.method === 'PreVote' && reply.reply.voteGranted)
      this.#grants(node, voter, reply, at);
  }

  #stands(node: NodeId, voter: Voter, term: number, at: Millis): void {
    if (voter.named.has(term)) return;
    voter.named.add(term);
    const supporters = voter.supporters.get(term) ?? new Set([node]);
    if (supporters.size > this.#servers.length / 2 || voter.asked.has(term)) return;
    const others = [...supporters].filter((id) => id !== node).join(', ') || 'nobody';
    const text =
      `${node} stands in term ${term}. Of ${this.#servers.length} servers, ${others} ` +
      `told it, in this life, that it would have its vote in that term.`;
    this.#context.tell('asks-first', node, text, [
      { at, node, text: `RequestVote in term ${term}` },
    ]);
  }

  #grants(node: NodeId, voter: Voter, reply: Reply, at: Millis): void {
    const question = this.#questions.get(reply.call);
    const { heard } = voter;
    if (
      !question ||
      !heard ||
      heard.term < reply.reply.term ||
      at - heard.at >= ELECTION_TIMEOUT_MIN
    )
      return;
    const text =
      `${node} would vote for ${question.from}, ${(at - heard.at).toFixed(1)} ms after it heard ` +
      `from ${heard.from}, which leads term ${heard.term}.`;
    const proof: Proof[] = [
      { at: heard.at, node, text: `hears from ${heard.from}, the leader of term ${heard.term}` },
      { at, node, text: `would vote for ${question.from} in term ${question.term}` },
    ];
    this.#context.tell('refuses-while-led', node, text, proof);
  }

  #saved({ node, at, cells }: EventOf<'save'>): void {
    const voter = this.#voters.get(node);
    const term = cells['currentTerm'];
    if (!voter || typeof term !== 'number') return;
    const before = this.#terms.get(node);
    this.#terms.set(node, term);
    if (term === before || voter.named.has(term)) return;
    // Its own campaign is said after the save.
    if (cells['votedFor'] === node || voter.supporters.has(term) || voter.asked.has(term)) return;
    const question = [...this.#questions.values()].find((one) => one.term === term);
    if (!question) return;
    const text =
      `${node} saves term ${term}. All that named it was the question of ${question.from} ` +
      `whether it would have its vote.`;
    this.#context.tell('asking-changes-nothing', node, text, [
      { at: question.at, node: question.from, text: `PreVote for term ${term}` },
      { at, node, text: `saves currentTerm ${term}` },
    ]);
  }
}

export const preVotes: MonitorFactory = {
  rules: ['asks-first', 'refuses-while-led', 'asking-changes-nothing'],
  create: (context) => new PreVotes(context),
};
