/**
 * Terms: who leads one, who must have heard of a newer one, and what replies say of them (§5.1).
 */
import type { Millis } from '#harness';
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Term } from '../../../../labs/lab3-raft/types.ts';
import { ms, proof } from '../values.ts';
import type { Facts } from './facts.ts';
import { answered, asked, diskVote } from './say.ts';
import type { Server } from './server.ts';
import { mustBeDurable } from './votes.ts';
import type { Reply, Watcher } from './watcher.ts';

/**
 * So long, of its own time, a server may go on with what it had begun before it heard; by its own
 * clock: who sleeps while it is slow sleeps longer, and sleeps on when it is right again.
 */
const GRACE: Millis = 30;
const SLEPT_BEFORE: Millis = 1000;

/** Something that only the leader, or a candidate, of a term does. */
type Act = {
  readonly server: Server;
  readonly term: Term;
  readonly at: Millis;
  readonly text: () => string;
};

export function termRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new TermRules(facts, context);
  return {
    asks: (request, server) => {
      const { method, args, at, to } = request;
      const text = () => `${asked(request)}, to ${to}`;
      const act = { server, term: args.term, at, text };
      rules.acts(act);
      if (method !== 'RequestVote' && !server.leads.has(args.term)) rules.leads(act);
    },
    promises: ({ server, at, proposed: { index, term } }) => {
      const act = {
        server,
        term,
        at,
        text: () => `propose returns index ${index} in term ${term}`,
      };
      rules.acts(act);
      if (!server.leads.has(term)) rules.leads(act);
    },
    replies: (reply) => rules.replies(reply),
  };
}

class TermRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- disk-forgets, step-down ----

  acts({ server, term, at, text }: Act): void {
    const { id } = server;
    const now = proof(at, id, text);
    this.#remembers(server, term, now);
    const heard = server.heard.find((one) => one.term > term);
    const since = heard && server.awake(at) - heard.awake;
    if (!heard || since === undefined || since <= GRACE) return;
    if (since <= GRACE / server.clock.slowest(heard.at - SLEPT_BEFORE)) return;
    const said =
      `${id} still acts in term ${term}, ${ms(since)} of its own time after it heard of term ` +
      `${heard.term}.`;
    const first = proof(heard.at, id, `a message of term ${heard.term} comes`);
    this.#context.tell('step-down', id, said, [first, now]);
  }

  #remembers({ id, start, startedAt }: Server, term: Term, now: Evidence): void {
    if (term >= start.term) return;
    const text = `${id} speaks in term ${term}; its disk said ${start.term} when this life began.`;
    const began = proof(startedAt, id, `starts; its disk says: ${diskVote(start)}`);
    this.#context.tell('disk-forgets', id, text, [began, now]);
  }

  // ---- Somebody begins to lead ----

  leads({ server, term, at, text }: Act): void {
    const { id } = server;
    const now = proof(at, id, text);
    this.#wasElected(server, term, now);
    const before = this.#facts.leaders.of(term);
    if (before && before.node !== id) {
      const said = `${before.node} leads term ${term}, and so does ${id}.`;
      const first = proof(before.at, before.node, `leads term ${term}`);
      this.#context.tell('election-safety', id, said, [first, now]);
    }
    const life = server.led.get(term);
    if (life !== undefined && life !== server.life) {
      const said = `${id} leads term ${term} in life ${server.life}, as it did in life ${life}.`;
      const began = proof(server.startedAt, id, `starts life ${server.life}`);
      this.#context.tell('new-term', id, said, [began, now]);
    }
    mustBeDurable(server, term, id, 'leads by its own vote', now, this.#context);
  }

  #wasElected(server: Server, term: Term, now: Evidence): void {
    const { id, leading, leads, campaigns } = server;
    const { majority, names } = this.#facts;
    const campaign = campaigns.get(term);
    const votes = new Set([id, ...(campaign?.granted.keys() ?? [])]);
    if (votes.size >= majority) return;
    const voters = [...votes].join(', ');
    const text =
      `${id} leads term ${term} with ${votes.size} of ${names.length} votes (${voters}): a ` +
      `majority ` +
      `is ${majority}.`;
    const asks = campaign
      ? [...campaign.granted].map(([voter, at]) =>
          proof(at, id, `hears that ${voter} votes for it`),
        )
      : [];
    const began = campaign ? [proof(campaign.at, id, `asks for votes in term ${term}`)] : [];
    this.#context.tell('leader-votes', id, text, [...began, ...asks.slice(0, 2), now]);
    if (campaign || leading === 0 || leading > term) return;
    const said =
      `${id} led term ${leading}, and goes on in term ${term} without having ` +
      `asked for a vote.`;
    const first = proof(leads.get(leading) ?? 0, id, `leads term ${leading}`);
    this.#context.tell('step-down', id, said, [first, now]);
  }

  // ---- reply-term, term-adopt, stale-refused, term-durable ----

  replies(reply: Reply): void {
    const { server, delivery, at } = reply;
    const { id } = server;
    const { request, known, stale } = delivery;
    const { term } = reply.reply;
    const came = proof(delivery.at, id, () => `${asked(request)}, comes from ${request.from}`);
    const now = proof(at, id, () => `${answered(reply)}, and says term ${term}`);
    const tell = (rule: string, text: string): void =>
      this.#context.tell(rule, id, text, [came, now]);
    const yes = isYes(reply);
    this.#remembers(server, term, now);
    if (stale && yes)
      tell(
        'stale-refused',
        `${id} knew of term ${known}, and says yes to a request of term ${request.args.term}.`,
      );
    if (term < known)
      tell('reply-term', `${id} knew of term ${known}, and says ${term} in its reply.`);
    else if (yes && reply.method === 'RequestVote' && term < request.args.term)
      tell(
        'reply-term',
        `${id} votes in term ${request.args.term}, and says ${term} in its reply.`,
      );
    const exempt = request.method === 'RequestVote' && !yes && this.#context.options['stickiness'];
    if (term < request.args.term && !exempt)
      tell(
        'term-adopt',
        `${id} was asked in term ${request.args.term}, and says ${term} in its reply.`,
      );
    const brings = request.method === 'AppendEntries' && request.args.entries.length > 0;
    if (brings && yes && server.disk.term < request.args.term)
      tell(
        'term-durable',
        `${id} accepts entries in term ${request.args.term}, and its disk says: ` +
          `${diskVote(server.disk)}.`,
      );
  }
}

function isYes({ method, reply }: Reply): boolean {
  if (method === 'RequestVote') return reply.voteGranted;
  return method === 'AppendEntries' && reply.success;
}
