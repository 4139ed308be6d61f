/** What a leader may say of its log, and what `propose` may promise (§5.3, Figure 3). */
import { canonical, type Millis, type NodeId, type Plain } from '#harness';
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Entry, Index, Term } from '../../../../labs/lab3-raft/types.ts';
import { ms, proof, show } from '../values.ts';
import type { Position } from './cells.ts';
import type { Facts } from './facts.ts';
import { asked, at as position, endOf } from './say.ts';
import { lineOf, type Request, type Server } from './server.ts';
import type { Heard, Promised, Saved, Watcher } from './watcher.ts';

type Append = Request & { readonly method: 'AppendEntries' };

/** So often the same question may be refused, each time asked anew. */
const REFUSALS = 7;

export function replicationRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new ReplicationRules(facts, context);
  return {
    asks: (request, server) => {
      if (request.method === 'RequestVote') return;
      if (!server.leads.has(request.args.term)) rules.leads(server, request.args.term, request.at);
      if (request.method === 'AppendEntries') rules.appends(request, server);
      else rules.installs(request, server);
    },
    hears: (heard) => rules.hears(heard),
    proposes: (command) => rules.proposes(command),
    promises: (promised) => {
      const { server, proposed, at } = promised;
      if (!server.leads.has(proposed.term)) rules.leads(server, proposed.term, at);
      rules.promises(promised);
    },
    declares: (request) => rules.declares(request),
    saved: (saved) => rules.saved(saved),
  };
}

class ReplicationRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  readonly #refused = new Map<string, { count: number; at: Millis; first: Millis }>();
  /** Lines on which a snapshot is under way. */
  readonly #installing = new Set<string>();
  /** By command: how often it was proposed, and how often it has become an entry. */
  readonly #proposed = new Map<string, number>();
  readonly #entered = new Map<string, number>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- leader-completeness ----

  leads(server: Server, term: Term, at: Millis): void {
    const committed = this.#facts.committed.lastBefore(term);
    if (!committed || !server.exact || server.view.holds(committed)) return;
    const { id, view } = server;
    const text =
      `${id} leads term ${term} with ${endOf(view)}; ${position(committed)} was committed ` +
      `before, ` +
      'and is not in it.';
    this.#lacks(server.id, committed, text, proof(at, id, `leads term ${term}`));
  }

  #lacks(id: NodeId, { index, term }: Position, text: string, now: Evidence): void {
    const { at, by } = this.#facts.committed.at(index) ?? { at: 0, by: term };
    const shown = this.#facts.tree.find({ index, term })?.node ?? id;
    const said = `${position({ index, term })} is on a majority of the disks, in term ${by}`;
    this.#context.tell('leader-completeness', id, text, [proof(at, shown, said), now]);
  }

  // ---- AppendEntries ----

  appends(request: Append, server: Server): void {
    const { term, prevLogIndex, prevLogTerm, entries } = request.args;
    const now = proof(request.at, server.id, () => `${asked(request)}, to ${request.to}`);
    this.#truth(request, server, now);
    this.#agrees(server, term, { index: prevLogIndex, term: prevLogTerm }, now);
    let previous = prevLogTerm;
    for (const [i, entry] of entries.entries()) {
      const index = prevLogIndex + 1 + i;
      if (!this.#agrees(server, term, { index, term: entry.term }, now)) return;
      if (!this.#stands(server, term, index, entry, previous, now)) return;
      previous = entry.term;
    }
  }

  #truth({ args }: Append, server: Server, now: Evidence): void {
    const prev = { index: args.prevLogIndex, term: args.prevLogTerm };
    const { id, led, view } = server;
    const isStart = prev.index === 0 && prev.term === 0;
    const own = prev.term === args.term || led.has(prev.term) || view.holds(prev);
    if (isStart || (prev.index > 0 && (own || this.#facts.tree.find(prev)))) return;
    const text =
      `${id} asks about entry ${prev.index} of term ${prev.term}, and nobody has such an entry; ` +
      `on its disk is ${endOf(view)}.`;
    this.#context.tell('append-truth', id, text, [now]);
  }

  /** With what it has shown in this term, and with what was committed until this term. */
  #agrees(server: Server, term: Term, here: Position, now: Evidence): boolean {
    const { id } = server;
    const { index } = here;
    const shown = this.#facts.leaders.termAt(term, index);
    const since = this.#facts.leaders.of(term)?.at ?? 0;
    if (shown !== undefined && shown !== here.term) {
      const text =
        `As leader of term ${term} ${id} has shown entry ` +
        `${position({ index, term: shown })}, and ` +
        `now shows ${position(here)}.`;
      const began = proof(since, id, `leads term ${term}`);
      this.#context.tell('leader-append-only', id, text, [began, now]);
      this.#isOver(server, term, now);
      return false;
    }
    const committed = this.#facts.committed.at(index);
    if (!committed || committed.by > term || committed.term === here.term) return true;
    const text =
      `${id} leads term ${term} and has ${position(here)}; ` +
      `${position({ index, term: committed.term })} was committed in term ${committed.by}.`;
    this.#lacks(id, { index, term: committed.term }, text, now);
    return false;
  }

  /** What a leader shows cannot change while it leads: it has gone on after it was over. */
  #isOver({ id, heard }: Server, term: Term, now: Evidence): void {
    const newer = heard.find((one) => one.term > term);
    if (!newer) return;
    const text =
      `${id} still speaks as leader of term ${term}, with a log that has changed since it ` +
      `heard of ` +
      `term ${newer.term}.`;
    const first = proof(newer.at, id, `a message of term ${newer.term} comes`);
    this.#context.tell('step-down', id, text, [first, now]);
  }

  #stands(
    server: Server,
    term: Term,
    index: Index,
    entry: Entry,
    previous: Term,
    now: Evidence,
  ): boolean {
    const verdict = this.#facts.tree.judge(index, entry, previous);
    if (verdict === 'known') return true;
    const { id } = server;
    const here = { index, term: entry.term };
    if (verdict === 'new') {
      this.#enters(server.id, here, entry.command, now);
      if (entry.term === term || server.led.has(entry.term)) return true;
      const text = `${id} sends entry ${position(here)}, which no leader has made.`;
      this.#context.tell('entry-origin', id, text, [now]);
      return false;
    }
    const seen = this.#facts.tree.find(here);
    const what =
      verdict === 'other-command'
        ? `with the command ${show(entry.command)}`
        : `behind an entry of term ${previous}`;
    const text = `${id} sends entry ${position(here)} ${what}; ${seen?.node} ${seen?.how} another.`;
    const first = seen
      ? [proof(seen.at, seen.node, `${position(here)} is ${seen.how} first: ${show(seen.command)}`)]
      : [];
    this.#context.tell('log-matching', id, text, [...first, now]);
    return false;
  }

  // ---- next-index-backs-off ----

  /** Who sends a snapshot has backed off as far as can be: what it asks until then is a beat. */
  installs({ to, args }: Request, server: Server): void {
    this.#installing.add(lineOf(server, args.term, to));
  }

  hears({ server, from, request, method, reply, at }: Heard): void {
    const line = lineOf(server, request.args.term, from);
    if (method === 'InstallSnapshot') this.#installing.delete(line);
    if (method !== 'AppendEntries' || request.method !== 'AppendEntries' || reply.success) return;
    const { term, prevLogIndex, prevLogTerm } = request.args;
    if (reply.term !== term || this.#installing.has(line)) return;
    const key = `${line} ${prevLogIndex}`;
    const before = this.#refused.get(key);
    if (!before) return void this.#refused.set(key, { count: 1, at, first: at });
    // What had left before the refusal came does not count.
    if (request.at < before.at) return;
    before.count++;
    before.at = at;
    if (before.count < REFUSALS) return;
    const prev = position({ index: prevLogIndex, term: prevLogTerm });
    const text =
      `${server.id} has asked ${from} for ${ms(at - before.first)} about ${prev}, and was ` +
      `refused ` +
      `${before.count} times.`;
    this.#context.tell('next-index-backs-off', server.id, text, [
      proof(before.first, server.id, `hears the first refusal behind ${prev}`),
      proof(at, server.id, `hears refusal number ${before.count}`),
    ]);
  }

  // ---- propose-index ----

  promises({ server, at, command, proposed }: Promised): void {
    const { id } = server;
    const { index, term } = proposed;
    const promise = () => `propose ${show(command)} returns index ${index} in term ${term}`;
    const now = proof(at, id, promise);
    const verdict = this.#facts.tree.judge(index, { term, command }, undefined);
    if (verdict === 'new') this.#enters(id, proposed, command, now);
    const seen = this.#facts.tree.find(proposed);
    if (verdict === 'other-command' && seen) {
      const text =
        `propose on ${id} says that ${show(command)} is entry ${position(proposed)}, which is ` +
        `${show(seen.command)}.`;
      const first = proof(
        seen.at,
        seen.node,
        `${position(proposed)} is ${seen.how}: ${show(seen.command)}`,
      );
      this.#context.tell('propose-index', id, text, [first, now]);
    }
    const committed = this.#facts.committed.at(index);
    if (!committed || committed.by > term || committed.term === term) return;
    const text =
      `propose on ${id} promises index ${index} in term ${term}; ` +
      `${position({ index, term: committed.term })} was committed there in term ${committed.by}.`;
    const said = `${position({ index, term: committed.term })} is committed`;
    this.#context.tell('propose-index', id, text, [proof(committed.at, id, said), now]);
  }

  // ---- log-holds-proposals ----

  proposes(command: Plain): void {
    const key = canonical(command);
    this.#proposed.set(key, (this.#proposed.get(key) ?? 0) + 1);
  }

  /** What a puppet sends was proposed to it. */
  declares({ method, args }: Request): void {
    if (method !== 'AppendEntries') return;
    for (const [i, { term, command }] of args.entries.entries()) {
      if (this.#facts.tree.find({ index: args.prevLogIndex + 1 + i, term })) continue;
      this.proposes(command);
      this.#count(command);
    }
  }

  saved({ server, at, fresh }: Saved): void {
    const { id, view } = server;
    for (let index = fresh ?? Infinity; index <= view.last; index++) {
      const entry = view.entryAt(index);
      if (!entry || this.#facts.tree.find({ index, term: entry.term })) continue;
      const here = { index, term: entry.term };
      const now = proof(
        at,
        id,
        () => `its log on the disk has ${position(here)}, ${show(entry.command)}`,
      );
      this.#enters(id, here, entry.command, now);
    }
  }

  #count(command: Plain): number {
    const key = canonical(command);
    const count = (this.#entered.get(key) ?? 0) + 1;
    this.#entered.set(key, count);
    return count;
  }

  #enters(id: NodeId, here: Position, command: Plain, now: Evidence): void {
    const proposed = this.#proposed.get(canonical(command)) ?? 0;
    if (this.#count(command) <= proposed) return;
    const often = proposed === 0 ? 'was never proposed' : `was proposed ${proposed}×, and is there`;
    const text = `${id} has made ${show(command)} entry ${position(here)}; it ${often}.`;
    this.#context.tell('log-holds-proposals', id, text, [now]);
  }
}
