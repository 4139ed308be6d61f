/** What the world has seen of one server: its disk, its promises, and what it must know by now. */
import type { Millis, NodeId, Plain } from '#harness';
import type { AppendEntriesArgs, Index, Term } from '../../../../labs/lab3-raft/types.ts';
import { EMPTY_DISK, saved, START, type Disk, type LogView, type Position } from './cells.ts';
import { Clock } from './clock.ts';
import { Knowledge } from './knowledge.ts';
import type { Question } from './wire.ts';

/** A request, from when it was sent. */
export type Request = Question & {
  readonly call: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly at: Millis;
  readonly life: number;
};

/** A request that has reached a server, until it is answered. */
export type Delivery = {
  readonly request: Request;
  readonly at: Millis;
  /** The term that the server had shown to know. */
  readonly known: Term;
  /** It was of an older term than that. */
  readonly stale: boolean;
  /** The shortest log that the server could have had then. */
  readonly end: Position;
  /** Its log in memory was the one on its disk. */
  readonly exact: boolean;
  /** The disk held the entry at prevLogIndex then. */
  readonly matched: boolean;
  /** It has held that, and all entries, at some time since. */
  prevHeld: boolean;
  allHeld: boolean;
};

/** Whom a server has voted for, and how that was seen. */
export type Vote = { readonly candidate: NodeId; readonly at: Millis; readonly text: string };

export type Campaign = {
  readonly at: Millis;
  /** Who has granted, and when that was heard. */
  readonly granted: Map<NodeId, Millis>;
};

/** Where a request contradicts a log: the index from which on it permits to cut it. */
export function cutBy(view: LogView, { method, args }: Question): Index | undefined {
  if (method === 'RequestVote') return undefined;
  if (method === 'InstallSnapshot')
    return view.holds({ index: args.lastIncludedIndex, term: args.lastIncludedTerm })
      ? undefined
      : 1;
  const other = (index: Index, term: Term): boolean => {
    const own = index > view.base.index ? view.termAt(index) : undefined;
    return own !== undefined && own !== term;
  };
  const { prevLogIndex, prevLogTerm, entries } = args;
  if (other(prevLogIndex, prevLogTerm)) return prevLogIndex;
  const i = entries.findIndex((entry, at) => other(prevLogIndex + 1 + at, entry.term));
  return i < 0 ? undefined : prevLogIndex + 1 + i;
}

const holdsAll = (view: LogView, { prevLogIndex, entries }: AppendEntriesArgs): boolean => {
  const last = entries.at(-1);
  // The last entry stands for those before it: other rules see to it that they are the same.
  return !last || view.holds({ index: prevLogIndex + entries.length, term: last.term });
};

const holdsPrev = (view: LogView, { prevLogIndex, prevLogTerm }: AppendEntriesArgs): boolean =>
  prevLogIndex === 0 || view.holds({ index: prevLogIndex, term: prevLogTerm });

/** From the leader of a term, in one of its lives, to a follower. */
export const lineOf = ({ id, life }: Server, term: Term, to: NodeId): string =>
  `${id} ${life} ${term} ${to}`;

export class Server {
  readonly id: NodeId;
  up = false;
  paused = false;
  life = 0;
  startedAt: Millis = 0;
  /** Since when it is up, and not paused. */
  awakeSince: Millis = 0;
  disk: Disk = EMPTY_DISK;
  /** The disk with which this life began. */
  start: Disk = EMPTY_DISK;
  /** Promises: grants that were sent, and terms that were led, in whichever life. */
  readonly promised = new Map<Term, Vote>();
  /** The life that led a term. */
  readonly led = new Map<Term, number>();

  // ---- Of this life ----
  knowledge = new Knowledge(START);
  campaigns = new Map<Term, Campaign>();
  /** Terms in which its disk says that it votes for itself, and that is its own doing. */
  ownVotes = new Map<Term, Millis>();
  /** Terms that this life has led, and since when. */
  leads = new Map<Term, Millis>();
  /** Requests that came, and are not answered, by delivery. */
  pending = new Map<number, Delivery>();
  lastApplied: Index = 0;
  /** Saves of the log. */
  logSaves = 0;
  /** The first index that something has permitted to cut, since the log was saved. */
  cut: Index = Infinity;
  /** Own entries that were shown, and may not be on the disk. */
  volatileTo: Index = 0;
  /** Snapshots that came from a leader, and were not stale. */
  installed = new Set<Index>();
  /** Snapshots that were stale when they came. */
  outdated = new Set<Index>();
  /** When newer terms were first heard of, on the clock of `awake`. */
  heard: { readonly term: Term; readonly at: Millis; readonly awake: Millis }[] = [];
  #shown: Term = 0;

  // ---- Its own time ----
  saving = 0;
  readonly clock = new Clock();
  #blockedSince: Millis | undefined;
  #blockedBefore = 0;

  constructor(id: NodeId) {
    this.id = id;
  }

  /** The term that it must know: from its disk, or from what it has said in this life. */
  get known(): Term {
    return Math.max(this.disk.term, this.#shown);
  }

  get view(): LogView {
    return this.disk.view;
  }

  /** The highest term that this life has led. */
  get leading(): Term {
    return Math.max(0, ...this.leads.keys());
  }

  /** Whether its log in memory is the one on its disk. */
  get exact(): boolean {
    return this.cut === Infinity && this.volatileTo <= this.view.last && !this.#mayChange();
  }

  /** The shortest log that it can have. */
  get end(): Position {
    const { view, cut } = this;
    return cut <= view.last ? view.endAt(cut - 1) : view.end;
  }

  #mayChange(): boolean {
    for (const { request, stale } of this.pending.values())
      if (request.method !== 'RequestVote' && !stale) return true;
    return false;
  }

  // ---- Its lives ----

  begin(life: number, at: Millis): void {
    this.up = true;
    this.life = life;
    this.startedAt = at;
    this.awakeSince = at;
    this.start = this.disk;
    this.knowledge = new Knowledge(this.view.base);
    this.campaigns = new Map();
    this.ownVotes = new Map();
    this.leads = new Map();
    this.pending = new Map();
    this.installed = new Set();
    this.outdated = new Set();
    this.heard = [];
    this.lastApplied = this.logSaves = this.volatileTo = this.#shown = 0;
    this.cut = Infinity;
  }

  stop(at: Millis): void {
    this.up = false;
    this.saving = 0;
    this.block(at);
  }

  /** Notes whether it can do anything now. */
  block(at: Millis): void {
    const blocked = this.paused || this.saving > 0;
    if (blocked) this.#blockedSince ??= at;
    else if (this.#blockedSince !== undefined) {
      this.#blockedBefore += at - this.#blockedSince;
      this.#blockedSince = undefined;
    }
  }

  /** The time that it has had for itself: neither paused, nor saving. */
  awake(at: Millis): Millis {
    return (this.#blockedSince ?? at) - this.#blockedBefore;
  }

  // ---- Votes ----

  /** Whom it has voted for, as far as that binds this life. */
  voteIn(term: Term): Vote | undefined {
    const promised = this.promised.get(term);
    if (promised) return promised;
    const campaign = this.campaigns.get(term);
    if (campaign) return { candidate: this.id, at: campaign.at, text: 'asks for votes itself' };
    const own = this.ownVotes.get(term);
    if (own !== undefined) return { candidate: this.id, at: own, text: 'votes for itself' };
    const { term: startTerm, votedFor } = this.start;
    if (startTerm !== term || votedFor === null) return undefined;
    const text = `starts, and its disk says: term ${term}, voted for ${votedFor}`;
    return { candidate: votedFor, at: this.startedAt, text };
  }

  /** It has said something of this term. */
  shows(term: Term): void {
    if (term > this.#shown) this.#shown = term;
  }

  /** A message of this term has come to it. */
  hears(term: Term, at: Millis): void {
    if (term > (this.heard.at(-1)?.term ?? 0)) this.heard.push({ term, at, awake: this.awake(at) });
  }

  /** It has made a term, and votes for itself: no older vote, beside a term that it heard. */
  #votesForItself(before: Disk, at: Millis): void {
    const { term, votedFor } = this.disk;
    if (votedFor !== this.id || (term === before.term && votedFor === before.votedFor)) return;
    const heard = this.heard.at(-1)?.term ?? 0;
    if (heard < term || before.votedFor !== this.id) this.ownVotes.set(term, at);
  }

  // ---- The log ----

  /** A request has come to its program. */
  receive(id: number, request: Request, at: Millis): Delivery {
    const { known, end, exact, view } = this;
    const stale = request.args.term < known;
    const isAppend = request.method === 'AppendEntries';
    const matched = isAppend && holdsPrev(view, request.args);
    const delivery: Delivery = {
      request,
      at,
      known,
      stale,
      end,
      exact,
      matched,
      prevHeld: matched,
      allHeld: isAppend && holdsAll(view, request.args),
    };
    this.pending.set(id, delivery);
    if (!stale) this.#permit(delivery);
    this.knowledge.came(delivery);
    if (request.method === 'InstallSnapshot')
      (stale ? this.outdated : this.installed).add(request.args.lastIncludedIndex);
    return delivery;
  }

  #permit({ request }: Delivery): void {
    const cut = cutBy(this.view, request);
    if (cut !== undefined && cut < this.cut) this.cut = cut;
  }

  /** A save is on the disk: what waits for an answer is seen again in its light. */
  save(cells: { readonly [cell: string]: Plain }, at: Millis): void {
    const before = this.disk;
    this.disk = saved(before, cells);
    this.#votesForItself(before, at);
    if (!('log' in cells) && !('snapshot' in cells)) return;
    if ('log' in cells) {
      this.logSaves++;
      this.cut = Infinity;
      this.volatileTo = 0;
    }
    for (const delivery of this.pending.values()) {
      const { request, stale } = delivery;
      if (!stale) this.#permit(delivery);
      if (request.method !== 'AppendEntries') continue;
      delivery.prevHeld ||= holdsPrev(this.view, request.args);
      delivery.allHeld ||= holdsAll(this.view, request.args);
    }
  }
}
