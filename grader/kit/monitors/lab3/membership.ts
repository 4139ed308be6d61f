/** E4: who votes changes by one server at a time, and each uses the newest that is in its log. */
import type { Millis } from '#harness';
import type { Configuration, Index, Snapshot, Term } from '../../../../labs/lab3-raft/types.ts';
import type { Evidence, MonitorContext, MonitorFactory } from '../../monitor.ts';
import { ms, proof } from '../values.ts';
import {
  Configurations,
  difference,
  isConfiguration,
  majorityOf,
  named,
  reached,
  type Placed,
} from './configurations.ts';
import { Facts } from './facts.ts';
import { MembershipProgress } from './membership-progress.ts';
import { asked, at as position } from './say.ts';
import type { Server } from './server.ts';
import type { Saved, Watcher } from './watcher.ts';
import { ELECTION_TIMEOUT_MIN } from './wire.ts';

/** So long, of its own time, a leader may go on after it has applied that it has left. */
const FAREWELL: Millis = ELECTION_TIMEOUT_MIN;

function membershipRules(facts: Facts, context: MonitorContext): Watcher {
  const configurations = new Configurations();
  const rules = new MembershipRules(facts, context, configurations);
  const progress = new MembershipProgress(facts, context, configurations);
  return {
    asks: (request, server) => {
      if (request.method === 'RequestVote') return;
      if (request.method === 'InstallSnapshot') rules.carries(server, request.args, request.at);
      const now = proof(request.at, server.id, () => `${asked(request)}, to ${request.to}`);
      rules.acts(server, request.args.term, now);
      if (request.method === 'AppendEntries')
        rules.takesForCommitted(server, request.args.leaderCommit, now);
    },
    promises: (promised) => {
      const { server, proposed, at } = promised;
      const now = proof(at, server.id, `appends entry ${position(proposed)}`);
      rules.acts(server, proposed.term, now);
      progress.promises(promised);
    },
    declines: (server, command, at) => progress.declines(server, command, at),
    saved: (saved) => {
      rules.saved(saved);
      const { server, before, at } = saved;
      const { snapshot } = server.disk;
      if (snapshot && snapshot !== before.snapshot) rules.carries(server, snapshot, at);
    },
    applies: (server, index, command, at) => {
      const now = proof(at, server.id, `applies entry ${index}`);
      rules.takesForCommitted(server, index, now);
      if (!isConfiguration(command)) return;
      configurations.applied(index, command);
      rules.leaves(server, index, command, now);
    },
    calm: () => progress.calm(),
  };
}

/** A snapshot, wherever it is. */
type Included = Pick<Snapshot, 'lastIncludedIndex' | 'servers'>;

/** A leader that has applied a configuration without itself. */
type Left = {
  readonly index: Index;
  readonly life: number;
  readonly term: Term;
  readonly awake: Millis;
  readonly now: Evidence;
};

class MembershipRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  readonly #configurations: Configurations;
  /** What a life has been able to count as committed, with the configurations that it has had. */
  readonly #counted = new Map<Server, { readonly life: number; readonly index: Index }>();
  readonly #left = new Map<Server, Left>();
  /** When a configuration came into a log. */
  readonly #came = new Map<string, Evidence>();

  constructor(facts: Facts, context: MonitorContext, configurations: Configurations) {
    this.#facts = facts;
    this.#context = context;
    this.#configurations = configurations;
  }

  #newest({ view }: Server, upTo?: Index): Placed {
    return this.#configurations.newest(this.#facts.members ?? [], view, upTo);
  }

  #since({ id }: Server, { index }: Placed): readonly Evidence[] {
    const came = this.#came.get(`${id} ${index}`);
    return came ? [came] : [];
  }

  // ---- What a leader can know to be committed ----

  /** Acknowledgements count by the configuration; its own log counts as it is in memory. */
  #count(server: Server, configuration: Configuration): Index {
    const acks = server.knowledge.acksOf(server.leading);
    const has = (id: string): Index => (id === server.id ? Infinity : (acks.get(id)?.index ?? 0));
    const index = server.leads.size === 0 ? 0 : reached(configuration, has);
    const before = this.#counted.get(server);
    const most = before?.life === server.life ? Math.max(before.index, index) : index;
    this.#counted.set(server, { life: server.life, index: most });
    return most;
  }

  /** What it could count, what leaders have told it, and what it began with. */
  #bound(server: Server, configuration: Configuration): Index {
    const { knowledge, start } = server;
    const counted = this.#count(server, configuration);
    return Math.max(counted, knowledge.told.commit, start.view.base.index);
  }

  // ---- counts-by-newest ----

  takesForCommitted(server: Server, index: Index, now: Evidence): void {
    // What is in memory alone may be a newer configuration.
    if (server.leads.size === 0 || !server.exact) return;
    const configuration = this.#newest(server);
    if (index <= this.#bound(server, configuration)) return;
    const { id, leading, knowledge } = server;
    const acks = [...knowledge.acksOf(leading)].filter(([, ack]) => ack.index >= index);
    const have = [id, ...acks.map(([peer]) => peer)];
    const text =
      `${id} leads term ${leading} and takes entry ${index} for committed. It knows that ` +
      `${have.join(', ')} have it; the newest configuration in its log is ` +
      `${named(configuration)}: a majority is ${majorityOf(configuration)} of these.`;
    const heard = acks
      .slice(0, 1)
      .map(([peer, ack]) => proof(ack.at, id, `hears that ${peer} has entries up to ${ack.index}`));
    this.#context.tell('counts-by-newest', id, text, [
      ...this.#since(server, configuration),
      ...heard,
      now,
    ]);
  }

  /** It acts as leader of a term. */
  acts(server: Server, term: Term, now: Evidence): void {
    if (server.leads.has(term)) return this.#isStillIn(server, term, now);
    if (!server.exact) return;
    const { id } = server;
    const campaign = server.campaigns.get(term);
    const votes = [id, ...(campaign?.granted.keys() ?? [])];
    const configuration = this.#newest(server);
    const counted = configuration.servers.filter((one) => votes.includes(one));
    if (counted.length >= majorityOf(configuration)) return;
    const text =
      `${id} leads term ${term} by the votes of ${votes.join(', ')}. The newest configuration in ` +
      `its log is ${named(configuration)}: a majority is ${majorityOf(configuration)} of these.`;
    const began = campaign ? [proof(campaign.at, id, `asks for votes in term ${term}`)] : [];
    this.#context.tell('counts-by-newest', id, text, [
      ...this.#since(server, configuration),
      ...began,
      now,
    ]);
  }

  // ---- leaves-when-removed ----

  leaves(server: Server, index: Index, { servers }: Configuration, now: Evidence): void {
    const { id, life, leading: term } = server;
    if (term === 0 || server.known > term || servers.includes(id)) return;
    // A later one may have taken it in again: this one is applied anew, by a new life.
    if (this.#newest(server).index > index) return;
    this.#left.set(server, { index, life, term, awake: server.awake(now.at), now });
  }

  #isStillIn(server: Server, term: Term, now: Evidence): void {
    const left = this.#left.get(server);
    if (left?.life !== server.life || left.term !== term) return;
    if (this.#newest(server).index !== left.index) return;
    const since = server.awake(now.at) - left.awake;
    if (since <= FAREWELL) return;
    const text =
      `${server.id} acts as leader of term ${term}, ${ms(since)} of its own time after it has ` +
      `applied a configuration without itself.`;
    this.#context.tell('leaves-when-removed', server.id, text, [left.now, now]);
  }

  // ---- snapshot-servers ----

  /** On the disk, or sent to another. */
  carries({ id }: Server, { lastIncludedIndex, servers }: Included, at: Millis): void {
    const valid = this.#configurations.at(this.#facts.members ?? [], lastIncludedIndex);
    if (servers && difference(servers, valid.servers) === 0) return;
    const said = servers ? `servers ${servers.join(', ')}` : 'no servers';
    const text =
      `The snapshot of ${id} up to ${lastIncludedIndex} has ${said}; the configuration there is ` +
      `${named(valid)}.`;
    const now = proof(at, id, `a snapshot up to ${lastIncludedIndex}, with ${said}`);
    this.#context.tell('snapshot-servers', id, text, [now]);
  }

  // ---- A leader's log gets a configuration: one-change-at-a-time, own-term-first ----

  saved({ server, at, fresh, before }: Saved): void {
    const first = this.#facts.members ?? [];
    // What was counted before it came was counted by the one before it.
    this.#count(server, this.#configurations.newest(first, before.view));
    const { view, leading } = server;
    for (let index = fresh ?? Infinity; index <= view.last; index++) {
      const entry = view.entryAt(index);
      if (!entry || !isConfiguration(entry.command)) continue;
      const change = { servers: entry.command.servers, index };
      const now = proof(at, server.id, `its log has the configuration ${named(change)}`);
      this.#came.set(`${server.id} ${index}`, now);
      if (entry.term === leading) this.#begins(server, change, now);
    }
  }

  #begins(server: Server, change: Placed, now: Evidence): void {
    const { id, leading, view } = server;
    const previous = this.#newest(server, change.index - 1);
    const bound = Math.min(this.#bound(server, previous), change.index - 1);
    const start = `${id} leads term ${leading} and appends the configuration ${named(change)}`;
    const many = difference(previous.servers, change.servers);
    if (many !== 1)
      this.#context.tell(
        'one-change-at-a-time',
        id,
        `${start}. It differs from the one before, ${named(previous)}, by ${many} servers, ` +
          `not by one.`,
        [now],
      );
    if (previous.index > bound)
      this.#context.tell(
        'one-change-at-a-time',
        id,
        `${start}. The one before, ${named(previous)}, is not known to be committed: all that it ` +
          `can know to be committed ends at ${bound}.`,
        [now],
      );
    if (view.termAt(bound) === leading) return;
    const led = proof(server.leads.get(leading) ?? 0, id, `leads term ${leading}`);
    const text =
      `${start}. Of term ${leading} nothing is known to be committed: all that it can know to be ` +
      `committed ends at ${position({ index: bound, term: view.termAt(bound) ?? 0 })}.`;
    this.#context.tell('own-term-first', id, text, [led, now]);
  }
}

export const membership: MonitorFactory = {
  rules: [
    'one-change-at-a-time',
    'own-term-first',
    'counts-by-newest',
    'leaves-when-removed',
    'snapshot-servers',
    'members-keep-up',
    'change-is-taken',
  ],
  create: (context) => {
    const facts = new Facts((known) => [membershipRules(known, context)]);
    return { observe: (event) => facts.observe(event) };
  },
};
