/** What a snapshot holds, what it may take the place of, and when it is acknowledged (§7). */
import type { Millis, Plain } from '#harness';
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Index, Snapshot, Term } from '../../../../labs/lab3-raft/types.ts';
import { proof } from '../values.ts';
import type { Facts } from './facts.ts';
import { asked, at as position, endOf } from './say.ts';
import { lineOf, type Request, type Server } from './server.ts';
import { History } from './service.ts';
import type { Heard, Reply, Saved, Watcher } from './watcher.ts';

type Install = Request & { readonly method: 'InstallSnapshot' };

/**
 * So often a snapshot may be sent again to who has acknowledged it: what was under way, and more.
 */
const AGAIN = 6;

export function snapshotRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new SnapshotRules(facts, context);
  return {
    applies: (_, index, command) => rules.history.applied(index, command),
    restores: (server, snapshot, at) => {
      const { lastIncludedIndex, data } = snapshot;
      const now = proof(at, server.id, `restores a snapshot up to ${lastIncludedIndex}`);
      rules.hasContent(server, lastIncludedIndex, data, now);
      if (lastIncludedIndex > server.start.view.base.index)
        rules.isFresh(server, lastIncludedIndex, now);
    },
    declares: ({ method, args }) => {
      if (method === 'InstallSnapshot') rules.history.declared(args.lastIncludedIndex, args.data);
    },
    saved: (saved) => {
      if ('log' in saved.cells || 'snapshot' in saved.cells) rules.saved(saved);
    },
    asks: (request, server) => {
      if (request.method === 'InstallSnapshot') rules.sends(request, server);
    },
    hears: (heard) => rules.hears(heard),
    replies: (reply) => {
      const { request } = reply.delivery;
      if (request.method === 'InstallSnapshot') rules.answers(reply, request);
    },
  };
}

const endsAt = ({ lastIncludedIndex, lastIncludedTerm }: Omit<Snapshot, 'data'>): string =>
  position({ index: lastIncludedIndex, term: lastIncludedTerm });

class SnapshotRules {
  readonly history = new History();
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  /** By leader, life, term and follower: what was acknowledged, and how often it was sent since. */
  readonly #acked = new Map<string, { index: Index; at: Millis; again: number }>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- On the disk: no-hole, snapshot-forward, snapshot-applied ----

  saved({ server, at, before }: Saved): void {
    const { id, disk } = server;
    const { snapshot, log } = disk;
    const covered = snapshot?.lastIncludedIndex ?? 0;
    const now = proof(
      at,
      id,
      () =>
        `on its disk the snapshot ends at ${covered}, and the log begins behind ` +
        `${log.lastIncludedIndex}`,
    );
    if (log.lastIncludedIndex > covered) {
      const text =
        `The log on the disk of ${id} begins behind ${log.lastIncludedIndex}, and its ` +
        `snapshot ends ` +
        `at ${covered}. A crash now would lose what is between.`;
      this.#context.tell('no-hole', id, text, [now]);
    }
    const earlier = before.snapshot?.lastIncludedIndex ?? 0;
    if (covered < earlier) {
      const text =
        `A snapshot up to ${covered} takes the place of one up to ${earlier}, on ` +
        `the disk of ${id}.`;
      this.#context.tell('snapshot-forward', id, text, [now]);
    }
    if (log.lastIncludedIndex !== before.log.lastIncludedIndex)
      this.#hasTerm(server, log.lastIncludedIndex, log.lastIncludedTerm, now);
    if (!snapshot || snapshot === before.snapshot) return;
    if (covered !== earlier && !server.installed.has(covered))
      this.#isApplied(server, covered, now);
    this.#hasTerm(server, covered, snapshot.lastIncludedTerm, now);
    this.hasContent(server, covered, snapshot.data, now);
  }

  #isApplied(server: Server, index: Index, now: Evidence): void {
    const { id, lastApplied } = server;
    if (index <= lastApplied) return;
    this.isFresh(server, index, now);
    const text = `${id} has a snapshot up to ${index}, and has applied up to ${lastApplied}.`;
    this.#context.tell('snapshot-applied', id, text, [now]);
  }

  /** A snapshot that a leader of an older term sent takes no effect. */
  isFresh({ id, outdated, installed, known }: Server, index: Index, now: Evidence): void {
    if (!outdated.has(index) || installed.has(index)) return;
    const text = `${id} takes a snapshot up to ${index} of an older term; it knew of ${known}.`;
    this.#context.tell('stale-refused', id, text, [now]);
  }

  // ---- snapshot-term, snapshot-content ----

  #hasTerm({ id }: Server, index: Index, term: Term, now: Evidence): void {
    if (index === 0) return;
    const { committed, tree } = this.#facts;
    const seen = tree.at(index);
    const right = committed.at(index)?.term ?? seen.find((one) => one.term === term)?.term;
    if (right === term || (right === undefined && seen.length === 0)) return;
    const is = right ?? seen[0]?.term ?? 0;
    const first = tree.find({ index, term: is });
    const text =
      `The snapshot of ${id} up to ${index} says term ${term}; entry ${index} is ` +
      `of term ${is}.`;
    const proofs = first
      ? [proof(first.at, first.node, `${position({ index, term: is })} is ${first.how} first`)]
      : [];
    this.#context.tell('snapshot-term', id, text, [...proofs, now]);
  }

  hasContent({ id }: Server, index: Index, data: Plain, now: Evidence): void {
    const wrong = this.history.wrong(index, data);
    if (wrong === undefined) return;
    const text = `The data of the snapshot of ${id} up to ${index} ${wrong}.`;
    this.#context.tell('snapshot-content', id, text, [now]);
  }

  // ---- A leader sends one: snapshot-once ----

  sends(request: Install, server: Server): void {
    const { lastIncludedIndex: index, lastIncludedTerm, data, term } = request.args;
    const now = proof(request.at, server.id, `${asked(request)}, to ${request.to}`);
    if (index > (server.disk.snapshot?.lastIncludedIndex ?? 0)) this.#isApplied(server, index, now);
    this.#hasTerm(server, index, lastIncludedTerm, now);
    this.hasContent(server, index, data, now);
    const acked = this.#acked.get(lineOf(server, term, request.to));
    if (!acked || index > acked.index) return;
    if (++acked.again < AGAIN) return;
    const text =
      `${request.to} has acknowledged the snapshot up to ${acked.index}, and ${server.id} ` +
      `has sent ` +
      `it ${acked.again} times since.`;
    const first = proof(acked.at, server.id, `hears that ${request.to} has the snapshot`);
    this.#context.tell('snapshot-once', server.id, text, [first, now]);
  }

  hears({ server, from, request, reply, at }: Heard): void {
    const { method, args } = request;
    if (method !== 'InstallSnapshot' || reply.term !== args.term) return;
    const key = lineOf(server, args.term, from);
    const index = args.lastIncludedIndex;
    if (index > (this.#acked.get(key)?.index ?? 0)) this.#acked.set(key, { index, at, again: 0 });
  }

  // ---- install-durable ----

  answers({ server, delivery, reply, at }: Reply, request: Install): void {
    const { id, view } = server;
    const { term, lastIncludedIndex: index } = request.args;
    if (reply.term !== term || delivery.stale) return;
    if (view.holds({ index, term: request.args.lastIncludedTerm })) return;
    const text =
      `${id} acknowledges the snapshot up to ${endsAt(request.args)}; on its disk is ` +
      `${endOf(view)}, ` +
      `behind a snapshot up to ${view.base.index}.`;
    const came = proof(delivery.at, id, `${asked(request)}, comes from ${request.from}`);
    this.#context.tell('install-durable', id, text, [came, proof(at, id, 'answers')]);
  }
}
