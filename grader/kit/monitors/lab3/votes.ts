/** Who may be voted for, and when a vote may be given, or counted (§5.2, §5.4.1). */
import type { MonitorContext } from '../../monitor.ts';
import type { Term } from '../../../../labs/lab3-raft/types.ts';
import { proof } from '../values.ts';
import { isUpToDate, type Position } from './cells.ts';
import type { Facts } from './facts.ts';
import { asked, at as position, diskVote } from './say.ts';
import type { Delivery, Request, Server } from './server.ts';
import type { Reply, Saved, Watcher } from './watcher.ts';

type VoteRequest = Request & { readonly method: 'RequestVote' };
type VoteReply = Reply & { readonly method: 'RequestVote' };

export function voteRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new VoteRules(facts, context);
  return {
    asks: (request, server) => {
      if (request.method === 'RequestVote') rules.campaigns(request, server);
    },
    replies: (reply) => {
      const { request } = reply.delivery;
      if (reply.method !== 'RequestVote' || request.method !== 'RequestVote') return;
      if (reply.reply.voteGranted) rules.grants(reply, request);
      else rules.refuses(reply, request);
    },
    saved: (saved) => rules.saved(saved),
  };
}

const cameTo = ({ request, at }: Delivery) => proof(at, request.to, `${asked(request)}, comes`);

const logEnd = ({ args }: VoteRequest): Position => ({
  index: args.lastLogIndex,
  term: args.lastLogTerm,
});

class VoteRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- one-vote, new-term, candidate-log ----

  campaigns(request: VoteRequest, server: Server): void {
    const { term } = request.args;
    const { id, start } = server;
    const now = proof(request.at, id, asked(request));
    const vote = server.voteIn(term);
    if (vote && vote.candidate !== id) {
      const text = `${id} asks for votes in term ${term}, and had voted for ${vote.candidate}.`;
      this.#context.tell('one-vote', id, text, [proof(vote.at, id, vote.text), now]);
    }
    if (start.term === term && start.votedFor === id) {
      const text =
        `${id} asks for votes in term ${term}, in which an earlier life of it had asked already: ` +
        'the disk said so when this life began.';
      const began = proof(server.startedAt, id, `starts; its disk says: ${diskVote(start)}`);
      this.#context.tell('new-term', id, text, [began, now]);
    }
    if (!server.campaigns.has(term)) this.#tellsItsLog(request, server);
  }

  #tellsItsLog(request: VoteRequest, server: Server): void {
    const { id, exact, view } = server;
    const claim = logEnd(request);
    const quiet = [...server.pending.values()].every((one) => one.request.method === 'RequestVote');
    const short = quiet && !isUpToDate(claim, server.end);
    const beyond = exact && !isUpToDate(view.end, claim);
    const made =
      claim.index > 0 && !view.holds(claim) && this.#facts.tree.find(claim) === undefined;
    if (!short && !beyond && !made) return;
    const text =
      `${id} asks for votes and says that its log ends at ${position(claim)}; ` +
      `on its disk it ends at ${position(view.end)}.`;
    const events = [
      proof(server.startedAt, id, `starts; its log ends at ${position(server.start.view.end)}`),
      proof(request.at, id, asked(request)),
    ];
    this.#context.tell('candidate-log', id, text, events);
    // A life that has saved no log before its campaign knows what its disk said, or it does not.
    const { base } = server.start.view;
    const empty = claim.index === 0 || (claim.index === base.index && claim.term === base.term);
    const untold = server.logSaves <= (server.life > 1 ? 1 : 0);
    if (short && untold && empty) this.#context.tell('disk-forgets', id, text, events);
  }

  // ---- A vote is given ----

  grants(reply: VoteReply, request: VoteRequest): void {
    const { server, delivery, at } = reply;
    const { term, candidateId } = request.args;
    const { id } = server;
    const said = `votes for ${candidateId} in term ${term}`;
    const now = proof(at, id, said);
    const vote = server.voteIn(term);
    if (vote && vote.candidate !== candidateId) {
      const text = `${id} ${said}, and had voted for ${vote.candidate}.`;
      this.#context.tell('one-vote', id, text, [proof(vote.at, id, vote.text), now]);
    }
    const claim = logEnd(request);
    if (!isUpToDate(claim, delivery.end) && !isUpToDate(claim, server.end)) {
      const text =
        `${id} votes for ${candidateId}, whose log ends at ${position(claim)}; its own ends at ` +
        `${position(server.end)}, which is more up-to-date.`;
      this.#context.tell('up-to-date', id, text, [cameTo(delivery), now]);
    }
    mustBeDurable(server, term, candidateId, `votes for ${candidateId}`, now, this.#context);
  }

  // ---- vote-owed ----

  refuses(reply: VoteReply, request: VoteRequest): void {
    const { server, delivery, at } = reply;
    const { term, candidateId } = request.args;
    const { id, view } = server;
    if (reply.reply.term !== term || this.#context.options['stickiness']) return;
    const vote = server.voteIn(term);
    // Who has its vote may ask again: the answer was lost. Once a leader is there, it is no use.
    const again = vote?.candidate === candidateId && !this.#facts.leaders.of(term);
    if (!again && (vote || term <= delivery.known)) return;
    // Another candidate may have its vote already, and wait for the answer.
    const others = [...server.pending.values()].filter((one) => one !== delivery);
    if (others.some((one) => one.request.method === 'RequestVote')) return;
    if (!server.exact || !delivery.exact) return;
    if (!isUpToDate(logEnd(request), view.end)) return;
    const text =
      `${id} refuses its vote to ${candidateId} in term ${term}, in which it has voted for ` +
      `${again ? 'that candidate before' : 'nobody'}; ` +
      `the candidate's log ends at ${position(logEnd(request))}, its own at ${position(view.end)}.`;
    this.#context.tell('vote-owed', id, text, [
      cameTo(delivery),
      proof(at, id, `refuses; its disk says: ${diskVote(server.disk)}`),
    ]);
  }

  // ---- one-vote, vote-kept, term-monotonic: on the disk ----

  saved({ server, at, before }: Saved): void {
    const { id, disk } = server;
    if (disk.term === before.term && disk.votedFor === before.votedFor) return;
    const now = proof(at, id, `the disk says: ${diskVote(disk)}`);
    if (disk.term < before.term) {
      const text = `The term on the disk of ${id} falls from ${before.term} to ${disk.term}.`;
      const first = proof(at, id, `before the save it said: ${diskVote(before)}`);
      this.#context.tell('term-monotonic', id, text, [first, now]);
    }
    const vote = server.promised.get(disk.term);
    if (!vote || vote.candidate === disk.votedFor) return;
    const text =
      `${id} had voted for ${vote.candidate} in term ${disk.term}, and now its disk says: ` +
      `${diskVote(disk)}.`;
    const rule = disk.votedFor === null ? 'vote-kept' : 'one-vote';
    this.#context.tell(rule, id, text, [proof(vote.at, id, vote.text), now]);
    const { start, startedAt } = server;
    const untouched = before.term === start.term && before.votedFor === start.votedFor;
    if (rule !== 'vote-kept' || !untouched || server.life === 1) return;
    const began = proof(startedAt, id, `starts; its disk says: ${diskVote(start)}`);
    this.#context.tell('disk-forgets', id, text, [began, now]);
  }
}

/** A vote that is given, or counted by its candidate, is on the disk, or its term is over there. */
export function mustBeDurable(
  { id, disk }: Server,
  term: Term,
  candidate: string,
  does: string,
  now: ReturnType<typeof proof>,
  { tell }: MonitorContext,
): void {
  if (disk.term > term || (disk.term === term && disk.votedFor === candidate)) return;
  const said = `its disk says: ${diskVote(disk)}`;
  const text = `${id} ${does} in term ${term}, and ${said}. A crash now would undo it.`;
  tell(disk.term < term ? 'term-durable' : 'vote-durable', id, text, [
    proof(now.at, id, said),
    now,
  ]);
}
