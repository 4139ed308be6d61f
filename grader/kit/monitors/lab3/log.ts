/** What a follower may do to its log, and what it must have done before it answers (§5.3). */
import type { Evidence, MonitorContext } from '../../monitor.ts';
import type { Index } from '../../../../labs/lab3-raft/types.ts';
import { proof } from '../values.ts';
import { sameEntry } from './cells.ts';
import type { Facts } from './facts.ts';
import { asked, at as position, endOf } from './say.ts';
import { cutBy, type Delivery, type Request, type Server } from './server.ts';
import type { Reply, Saved, Watcher } from './watcher.ts';

type Append = Request & { readonly method: 'AppendEntries' };
type AppendReply = Reply & { readonly method: 'AppendEntries' };

export function logRules(facts: Facts, context: MonitorContext): Watcher {
  const rules = new LogRules(facts, context);
  return {
    replies: (reply) => {
      const { request } = reply.delivery;
      if (reply.method !== 'AppendEntries' || request.method !== 'AppendEntries') return;
      if (reply.reply.success) rules.accepts(reply, request);
      else rules.refuses(reply, request);
    },
    saved: (saved) => {
      if (saved.lost !== undefined && saved.lost < saved.permitted) rules.loses(saved, saved.lost);
      if (saved.fresh !== undefined) rules.grows(saved, saved.fresh);
      const { index } = saved.server.view.base;
      if (index > saved.before.view.base.index && saved.fresh !== index + 1) rules.keeps(saved);
    },
  };
}

const came = ({ request, at }: Delivery): Evidence =>
  proof(at, request.to, `${asked(request)}, comes from ${request.from}`);

const previousOf = ({ args }: Append) => ({ index: args.prevLogIndex, term: args.prevLogTerm });
const lastOf = ({ args: { prevLogIndex, entries } }: Append) => ({
  index: prevLogIndex + entries.length,
  term: entries.at(-1)?.term ?? 0,
});

/** Whether a request that is not answered could have brought an entry into memory. */
export const mayHave = ({ pending }: Server, index: Index, term: number): boolean =>
  [...pending.values()].some(({ request, stale }) => {
    if (stale || request.method !== 'AppendEntries') return false;
    const { prevLogIndex, entries } = request.args;
    return entries[index - prevLogIndex - 1]?.term === term;
  });

class LogRules {
  readonly #facts: Facts;
  readonly #context: MonitorContext;
  /**
   * Lives that have accepted something behind an entry of their log: they know that they have it.
   */
  readonly #recalled = new Map<Server, number>();

  constructor(facts: Facts, context: MonitorContext) {
    this.#facts = facts;
    this.#context = context;
  }

  // ---- consistency-check, ack-durable ----

  accepts(reply: AppendReply, request: Append): void {
    const { server, delivery, at } = reply;
    const { id, view } = server;
    const { prevLogIndex, prevLogTerm, entries, term } = request.args;
    if (prevLogIndex > 0) this.#recalled.set(server, server.life);
    if (delivery.prevHeld && delivery.allHeld) return;
    const now = proof(at, id, `answers success; on its disk is ${endOf(view)}`);
    const has = view.termAt(prevLogIndex);
    if (!delivery.prevHeld && !mayHave(server, prevLogIndex, prevLogTerm)) {
      const own = has === undefined ? 'it has no entry there' : `its entry there has term ${has}`;
      const text =
        `${id} accepts AppendEntries behind ${position(previousOf(request))}, and ${own}: ` +
        `on its disk is ${endOf(view)}.`;
      return this.#context.tell('consistency-check', id, text, [came(delivery), now]);
    }
    // A later leader may have overruled it in memory, before the batch that held it was saved.
    if (server.disk.term > term && server.heard.some((one) => one.term > term)) return;
    const what =
      entries.length === 0
        ? `entry ${position(previousOf(request))}`
        : `entries up to ${position(lastOf(request))}`;
    const text = `${id} acknowledges ${what}, and on its disk is ${endOf(view)}.`;
    this.#context.tell('ack-durable', id, text, [came(delivery), now]);
  }

  // ---- match-accepted ----

  refuses(reply: AppendReply, request: Append): void {
    const { server, delivery, at } = reply;
    const { id, view, start } = server;
    const { prevLogIndex, term } = request.args;
    if (reply.reply.term !== term || delivery.stale || !delivery.exact) return;
    // Behind the beginning of its log a follower may refuse: it cannot look there.
    if (prevLogIndex < view.base.index) return;
    const prev = previousOf(request);
    const others = [...server.pending.values()].some((one) => one !== delivery && !one.stale);
    if (!delivery.matched || !view.holds(prev) || others) return;
    const text =
      `${id} refuses AppendEntries behind ${position(prev)}, in its own term; on its disk it has ` +
      `that entry, in ${endOf(view)}.`;
    const events = [came(delivery), proof(at, id, 'refuses AppendEntries')];
    this.#context.tell('match-accepted', id, text, events);
    // A life that has shown nothing of its log knows what its disk said, or it does not.
    const mute = server.logSaves === 0 && this.#recalled.get(server) !== server.life;
    if (!mute || prevLogIndex <= start.view.base.index || prevLogIndex < view.last) return;
    const began = proof(server.startedAt, id, `starts; on its disk is ${endOf(start.view)}`);
    this.#context.tell('disk-forgets', id, text, [began, ...events]);
  }

  // ---- truncate-on-conflict, and what says more ----

  loses({ server, at, before }: Saved, lost: Index): void {
    const { id, view } = server;
    const now = proof(at, id, `after a save, on its disk is ${endOf(view)}`);
    const waiting = [...server.pending.values()].filter(
      ({ request }) => request.method !== 'RequestVote',
    );
    const last = waiting.at(-1);
    const tell = (rule: string, why: string, cause: readonly Evidence[]): void =>
      this.#context.tell(
        rule,
        id,
        `${id} had ${endOf(before.view)}, and loses entry ${lost} ${why}`,
        [...cause, now],
      );
    const stale = waiting.find((one) => one.stale);
    if (stale)
      tell(
        'stale-refused',
        `by a request of term ${stale.request.args.term}; it knew of term ${stale.known}.`,
        [came(stale)],
      );
    const leads = server.leads.get(server.disk.term);
    const campaigned = server.campaigns.has(server.disk.term);
    const first = server.logSaves === 1 && server.life > 1 && !stale && !campaigned;
    if (first && lost <= before.view.base.index + 1)
      tell('disk-forgets', 'by the first save of a life: it does not know what was there.', [
        proof(server.startedAt, id, `starts; on its disk is ${endOf(before.view)}`),
      ]);
    const kept = waiting.find(
      ({ request, stale: late }) =>
        !late && request.method === 'InstallSnapshot' && cutBy(before.view, request) === undefined,
    );
    if (kept) tell('snapshot-retain', 'by a snapshot whose last entry its log has.', [came(kept)]);
    if (leads !== undefined)
      tell('leader-append-only', `though it leads term ${server.disk.term}.`, [
        proof(leads, id, `leads term ${server.disk.term}`),
      ]);
    tell(
      'truncate-on-conflict',
      'though nothing that came conflicts with it.',
      last ? [came(last)] : [],
    );
  }

  // ---- The log grows: entry-origin, log-matching, consistency-check ----

  grows(saved: Saved, fresh: Index): void {
    const { server, at } = saved;
    const { id, view } = server;
    this.#standsRight(saved, fresh);
    for (let index = fresh; index <= view.last; index++) {
      const entry = view.entryAt(index);
      if (!entry) return;
      const verdict = this.#facts.tree.judge(index, entry, view.termAt(index - 1));
      if (verdict === 'known') continue;
      const here = { index, term: entry.term };
      const now = proof(at, id, () => `its log on the disk has ${position(here)}`);
      if (verdict === 'new') {
        const made = server.leads.has(entry.term) || server.campaigns.has(entry.term);
        if (made || this.#facts.names.length === 1) continue;
        if (this.#isShifted(saved, index, now)) return;
        const text = `${id} has entry ${position(here)} on its disk, which no leader has made.`;
        this.#context.tell('entry-origin', id, text, [now]);
      } else this.#differs(server, here, verdict, now);
      return this.#stale(saved, fresh);
    }
  }

  /** What is kept behind a snapshot follows its last entry. */
  keeps({ server, at }: Saved): void {
    const { id, view } = server;
    const index = view.base.index + 1;
    const entry = view.entryAt(index);
    if (!entry) return;
    const verdict = this.#facts.tree.judge(index, entry, view.base.term);
    const now = proof(at, id, `on its disk is ${endOf(view)}, behind ${position(view.base)}`);
    if (verdict !== 'known') this.#differs(server, { index, term: entry.term }, verdict, now);
  }

  /** An entry that had another place in this very log. */
  #isShifted({ server, before }: Saved, index: Index, now: Evidence): boolean {
    const { id, view } = server;
    const entry = view.entryAt(index);
    const was = [index - 1, index + 1].find((one) => sameEntry(before.view.entryAt(one), entry));
    if (was === undefined || !entry) return false;
    const text = `The entry that stood at ${was} on the disk of ${id} stands at ${index} now.`;
    this.#context.tell('log-matching', id, text, [now]);
    return true;
  }

  #differs(
    server: Server,
    here: { index: Index; term: number },
    verdict: string,
    now: Evidence,
  ): void {
    const { id, view } = server;
    const seen = this.#facts.tree.find(here);
    if (!seen) return;
    const what =
      verdict === 'other-command'
        ? 'has another command'
        : `stands behind an entry of term ${view.termAt(here.index - 1)}, not ${seen.previous}`;
    const text = `On the disk of ${id} ${position(here)} ${what} than ${seen.node} ${seen.how} it.`;
    const first = proof(seen.at, seen.node, `${position(here)} is ${seen.how} first`);
    this.#context.tell('log-matching', id, text, [first, now]);
  }

  /** Entries that came stand where they were said to stand, behind the entry they were said to. */
  #standsRight({ server, at, before }: Saved, fresh: Index): void {
    const { id, view } = server;
    const entry = view.entryAt(fresh);
    let wrong: Delivery | undefined;
    for (const delivery of server.pending.values()) {
      const { request } = delivery;
      if (request.method !== 'AppendEntries') continue;
      const i = request.args.entries.findIndex((one) => sameEntry(one, entry));
      if (i < 0) continue;
      const first = request.args.prevLogIndex + 1;
      const behind = previousOf(request);
      const right = first + i === fresh && (i > 0 || view.holds(behind) || behind.index === 0);
      if (right) return;
      if (!before.view.holds(behind)) wrong = delivery;
    }
    if (!wrong || wrong.request.method !== 'AppendEntries') return;
    const text =
      `${id} takes entries that belong behind ${position(previousOf(wrong.request))}, which ` +
      `it does ` +
      `not have; the first stands at ${fresh} now.`;
    const now = proof(at, id, `on its disk is ${endOf(view)}`);
    this.#context.tell('consistency-check', id, text, [came(wrong), now]);
  }

  /** What went wrong came of a request that was too late to count. */
  #stale({ server, at }: Saved, fresh: Index): void {
    const { id, view } = server;
    const entry = view.entryAt(fresh);
    const stale = [...server.pending.values()].find(
      (one) =>
        one.stale &&
        one.request.method === 'AppendEntries' &&
        one.request.args.entries.some((other) => sameEntry(other, entry)),
    );
    if (!stale) return;
    const text =
      `${id} takes entries of term ${stale.request.args.term}; it knew of term ` +
      `${stale.known}.`;
    const now = proof(at, id, `on its disk is ${endOf(view)}`);
    this.#context.tell('stale-refused', id, text, [came(stale), now]);
  }
}
