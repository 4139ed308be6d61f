/**
 * That something happens, when nothing hinders it. Obligations begin with the calm, and end with
 * the next fault; who is excused is not blamed.
 */
import type { Millis, NodeId } from '#harness';
import type { MonitorContext } from '../../monitor.ts';
import type { Term } from '../../../../labs/lab3-raft/types.ts';
import { ms, proof } from '../values.ts';
import type { Facts } from './facts.ts';
import { Peace } from './peace.ts';
import { at as position } from './say.ts';
import type { Request, Server } from './server.ts';
import type { Promised, Watcher } from './watcher.ts';

const LEADER_WITHIN: Millis = 3000;
const PROGRESS_WITHIN: Millis = 1500;

export function livenessRules(facts: Facts, context: MonitorContext): Watcher[] {
  const progress = new Progress(facts, context);
  const peace = new Peace(facts, context);
  return [
    {
      calm: () => progress.calm(),
      asks: (request, server) => progress.asks(request, server),
      declares: ({ from, args }) => progress.leads(from, args.term),
      promises: (promised) => progress.promises(promised),
    },
    {
      calm: () => peace.calm(),
      asks: (request, server) => peace.asks(request, server),
      came: (delivery, server) => peace.came(delivery, server),
      hears: (heard) => peace.hears(heard),
    },
  ];
}

const awake = ({ servers }: Facts): Server[] =>
  [...servers.values()].filter((one) => one.up && !one.paused);

const isCut = ({ cuts }: Facts, a: Server, b: Server): boolean =>
  cuts.has(`${a.id} ${b.id}`) || cuts.has(`${b.id} ${a.id}`);

/** Servers that are up and hear each other; nobody is told that two are cut off, but by a loss. */
function connected(facts: Facts): Server[] {
  const up = awake(facts);
  if (facts.cuts.size === 0) return up;
  const cut = (a: Server, b: Server) => isCut(facts, a, b);
  const company = (one: Server) => up.filter((other) => !cut(one, other));
  // Who is cut off from most goes first; those that remain all hear each other.
  const rest = up.toSorted((a, b) => company(b).length - company(a).length);
  return rest.reduce<Server[]>(
    (all, one) => (all.some((other) => cut(one, other)) ? all : [...all, one]),
    [],
  );
}

const newest = (servers: readonly Server[]): Term =>
  Math.max(0, ...servers.map(({ known }) => known));

/** elects-a-leader, makes-progress. */
class Progress {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  readonly #leaderWithin: Millis;
  readonly #progressWithin: Millis;
  /** Who, in this calm, has led and knew of no newer term. */
  readonly #led = new Set<NodeId>();
  #campaigns: { readonly node: NodeId; readonly term: Term; readonly at: Millis }[] = [];

  constructor(facts: Facts, context: MonitorContext) {
    const { leaderWithin, makesProgressWithin } = context.options;
    this.#facts = facts;
    this.#context = context;
    this.#leaderWithin = Number(leaderWithin ?? LEADER_WITHIN);
    this.#progressWithin = Number(makesProgressWithin ?? PROGRESS_WITHIN);
  }

  calm(): void {
    this.#campaigns = [];
    this.#led.clear();
    this.#awaitLeader(this.#context.now());
  }

  asks({ method, args, at }: Request, server: Server): void {
    if (this.#facts.calmSince === undefined) return;
    if (method === 'RequestVote') {
      if (!server.campaigns.has(args.term))
        this.#campaigns.push({ node: server.id, term: args.term, at });
    } else this.leads(server.id, args.term);
  }

  /** Somebody speaks as leader, a puppet perhaps. */
  leads(id: NodeId, term: Term): void {
    if (this.#facts.calmSince === undefined || this.#led.has(id)) return;
    if (term >= newest(connected(this.#facts))) this.#led.add(id);
  }

  /** Who is cut off from most may speak as leader, and leads nobody. */
  #isLed(): boolean {
    const facts = this.#facts;
    return [...this.#led].some((id) => {
      const server = facts.servers.get(id);
      if (!server?.up) return server === undefined || server.life === 0;
      return awake(facts).filter((one) => !isCut(facts, one, server)).length >= facts.majority;
    });
  }

  // ---- elects-a-leader ----

  #awaitLeader(since: Millis): void {
    const within = this.#leaderWithin;
    this.#context.after(since + within - this.#context.now(), () => {
      const { calmSince, majority, names } = this.#facts;
      if (calmSince === undefined || this.#isLed()) return;
      const group = connected(this.#facts);
      if (group.length < majority || names.length === 1) return;
      // What was lost meanwhile, or who came later, has put it off.
      const ready = Math.max(calmSince, ...group.map((one) => one.awakeSince));
      if (ready > since) return this.#awaitLeader(ready);
      this.#nobodyLeads(since, group);
    });
  }

  #nobodyLeads(since: Millis, group: readonly Server[]): void {
    const now = this.#context.now();
    const campaigns = this.#campaigns.filter(({ at }) => at >= since);
    const count = campaigns.length === 1 ? 'once' : `${campaigns.length} times`;
    const asks =
      campaigns.length === 0 ? 'Nobody has asked for votes.' : `Votes were asked for ${count}.`;
    const names = group.map(({ id }) => id).join(', ');
    const text =
      `Since ${ms(since)} nothing is done to the world, and ${names} are up. ` +
      `${ms(now - since)} later no server leads. ${asks}`;
    const node = campaigns.at(-1)?.node ?? group[0]?.id ?? '';
    const last = campaigns
      .slice(-2)
      .map((one) => proof(one.at, one.node, `asks for votes in term ${one.term}`));
    this.#context.tell('elects-a-leader', node, text, [
      proof(since, node, 'the world is calm'),
      ...last,
    ]);
  }

  // ---- makes-progress ----

  promises({ server, at, proposed }: Promised): void {
    if (this.#facts.calmSince === undefined) return;
    if (proposed.term < newest(connected(this.#facts))) return;
    this.#awaitApplied({ server, life: server.life, at, ...proposed }, at);
  }

  #awaitApplied(accepted: Accepted, since: Millis): void {
    this.#context.after(since + this.#progressWithin - this.#context.now(), () => {
      const { server, life, at, term, index } = accepted;
      const { calmSince, majority } = this.#facts;
      if (calmSince === undefined || calmSince > at || !server.up || server.life !== life) return;
      const group = connected(this.#facts);
      // Another election may have cost it its place, and that is right.
      if (group.length < majority || !group.includes(server) || newest(group) > term) return;
      const behind = group.filter((one) => one.lastApplied < index);
      const ready = Math.max(at, ...behind.map((one) => one.awakeSince));
      const first = behind.includes(server) ? server : behind[0];
      if (!first) return;
      if (ready > since) return this.#awaitApplied(accepted, ready);
      this.#notApplied(accepted, first);
    });
  }

  #notApplied({ server, at, index, term }: Accepted, behind: Server): void {
    const now = this.#context.now();
    const { id, lastApplied } = behind;
    const text =
      `${server.id}, which leads term ${term}, took a command as entry ` +
      `${position({ index, term })} at ${ms(at)}. ${ms(now - at)} later, in a calm world, ` +
      `${id} has ` +
      `applied up to ${lastApplied}.`;
    this.#context.tell('makes-progress', id, text, [
      proof(at, server.id, `propose returns index ${index} in term ${term}`),
      proof(now, id, `has applied up to ${lastApplied}`),
    ]);
  }
}

type Accepted = {
  readonly server: Server;
  readonly life: number;
  readonly at: Millis;
  readonly index: number;
  readonly term: Term;
};
