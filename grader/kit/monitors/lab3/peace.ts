/** That a leader that all follow in a calm world stays, and is left in its place. */
import type { Millis, NodeId } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Term } from '../../../../labs/lab3-raft/types.ts';
import { ms, proof } from '../values.ts';
import type { Facts } from './facts.ts';
import { EARLY } from './patience.ts';
import { asked } from './say.ts';
import type { Delivery, Request, Server } from './server.ts';
import { ELECTION_TIMEOUT_MIN, HEARTBEAT_INTERVAL } from './wire.ts';
import type { Heard } from './watcher.ts';

/** A leader that says nothing for so long has let its followers wait. */
const SILENCE = 3 * HEARTBEAT_INTERVAL;

/**
 * steady-leader: once all have followed a leader in a calm world, there is no reason to change it.
 */
export class Peace {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  #leader: Server | undefined;
  #term: Term = 0;
  /** When each follower has heard from the leader, on its own time, and when it was sent to. */
  #heard = new Map<NodeId, { readonly at: Millis; readonly awake: Millis }>();
  #sent = new Map<NodeId, { readonly at: Millis; readonly awake: Millis }>();
  /** Who has told the leader that it follows; and whether it has gone on, with all of them. */
  #followers = new Set<NodeId>();
  #goesOn = false;

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  calm(): void {
    this.#leader = undefined;
    this.#term = 0;
    this.#begin(0, undefined);
  }

  #begin(term: Term, leader: Server | undefined): void {
    this.#term = term;
    this.#leader = leader;
    this.#heard = new Map();
    this.#sent = new Map();
    this.#followers = new Set();
    this.#goesOn = false;
  }

  /** Somebody has heard of a term: if it is newer, all that was is over. */
  newer(term: Term): void {
    if (term > this.#term && this.#leader) this.#begin(term, undefined);
  }

  came({ request, at }: Delivery, server: Server): void {
    this.newer(request.args.term);
    if (request.method === 'RequestVote' || request.args.term !== this.#term) return;
    this.#heard.set(server.id, { at, awake: server.awake(at) });
  }

  hears({ request, reply, from }: Heard): void {
    this.newer(reply.term);
    if (request.method === 'RequestVote' || reply.term !== this.#term) return;
    this.#followers.add(from);
  }

  asks(request: Request, server: Server): void {
    const { method, args, at, to } = request;
    if (method === 'RequestVote') {
      if (args.term > this.#term) this.#challenged(request, server);
      return;
    }
    if (args.term > this.#term) this.#begin(args.term, server);
    if (args.term !== this.#term) return;
    this.#sent.set(to, { at, awake: server.awake(at) });
    this.#goesOn ||= this.#allFollow;
  }

  get #allFollow(): boolean {
    return [...this.#facts.servers.values()].every(
      (one) => one === this.#leader || !one.up || this.#followers.has(one.id),
    );
  }

  /**
   * All that are up follow the leader, and it knows, and has gone on: one that heard from nobody
   * before the calm may have given up just then.
   */
  get #isSteady(): boolean {
    const { calmSince, cuts } = this.#facts;
    const leads = calmSince !== undefined && cuts.size === 0 && this.#leader?.up;
    return leads === true && this.#goesOn && this.#allFollow;
  }

  #challenged(request: Request, server: Server): void {
    const { at } = request;
    const leader = this.#leader;
    const [term, heard, sent] = [this.#term, this.#heard.get(server.id), this.#sent.get(server.id)];
    const steady = this.#isSteady;
    this.#begin(term, undefined);
    if (!steady || !leader) return;
    const now = proof(at, server.id, asked(request));
    if (server === leader) {
      const text = `${leader.id} leads term ${term} in a calm world, and asks for votes itself.`;
      return this.#context.tell('steady-leader', leader.id, text, [now]);
    }
    const since = heard && server.awake(at) - heard.awake;
    if (heard && since !== undefined && since < EARLY * ELECTION_TIMEOUT_MIN) {
      const text =
        `${leader.id} leads term ${term} in a calm world; ${server.id} heard from it, and ` +
        `${ms(since)} later asks for votes.`;
      const first = proof(heard.at, server.id, `hears from ${leader.id}`);
      return this.#context.tell('steady-leader', server.id, text, [first, now]);
    }
    const silent = sent && leader.awake(at) - sent.awake;
    if (!sent || silent === undefined || silent <= SILENCE) return;
    const text =
      `${leader.id} leads term ${term} in a calm world, and has sent nothing to ${server.id} for ` +
      `${ms(silent)}, so that ${server.id} asks for votes.`;
    const first = proof(sent.at, leader.id, `sends to ${server.id}`);
    this.#context.tell('steady-leader', leader.id, text, [first, now]);
  }
}
