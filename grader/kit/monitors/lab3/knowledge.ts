/**
 * What a life can know to be committed: an upper bound, for a lucky guess is a guess. It knows by
 * its disk when it starts, by what leaders have told it, and by what was acknowledged to it.
 */
import type { Millis, NodeId } from '#harness';
import type { Index, Term } from '../../../../labs/lab3-raft/types.ts';
import type { LogView, Position } from './cells.ts';
import type { Delivery } from './server.ts';

/** What was heard of a term's leader. */
type Told = {
  /** The highest leaderCommit, and when it came. */
  commit: Index;
  at: Millis;
  /** The last entry that is known to agree with the leader's log. */
  matched: Index;
  /** Requests whose match is not yet decided. */
  readonly open: Set<Delivery>;
};

/** An acknowledgement that was heard. */
export type Ack = { readonly index: Index; readonly at: Millis };

/** What a count of replicas comes to, for the leader of a term. */
export type Count = {
  /** Up to where a majority has the log, this server's durable part among it. */
  readonly replicated: Index;
  /** The same, if what the server has in memory alone counted too. */
  readonly inMemory: Index;
};

const middle = (indexes: readonly Index[], servers: number): Index =>
  indexes.toSorted((a, b) => b - a)[Math.floor(servers / 2)] ?? 0;

export class Knowledge {
  /** Known to be committed, whatever comes. */
  committed: Index;
  readonly #told = new Map<Term, Told>();
  /** Its terms, in order. */
  #terms: readonly Term[] = [];
  readonly #acks = new Map<Term, Map<NodeId, Ack>>();

  constructor(snapshot: Position) {
    this.committed = snapshot.index;
  }

  #of(term: Term): Told {
    let told = this.#told.get(term);
    if (told) return told;
    told = { commit: 0, at: 0, matched: 0, open: new Set() };
    this.#told.set(term, told);
    this.#terms = [...this.#told.keys()].toSorted((a, b) => a - b);
    return told;
  }

  /**
   * A request came. A leaderCommit is true, however late it is; a match is decided at the answer.
   */
  came(delivery: Delivery): void {
    const { request, stale, at } = delivery;
    if (request.method === 'RequestVote') return;
    const told = this.#of(request.args.term);
    const commit =
      request.method === 'AppendEntries'
        ? request.args.leaderCommit
        : request.args.lastIncludedIndex;
    if (commit > told.commit) Object.assign(told, { commit, at });
    if (request.method === 'AppendEntries') {
      if (!stale) told.open.add(delivery);
    } else if (!stale) this.committed = Math.max(this.committed, commit);
  }

  /** `success`: it agrees up to the last entry sent. `refused`: it does not. Else nobody knows. */
  answered(delivery: Delivery, outcome: 'success' | 'refused' | 'unsure'): void {
    const { request } = delivery;
    if (request.method !== 'AppendEntries' || outcome === 'unsure') return;
    const told = this.#of(request.args.term);
    if (!told.open.delete(delivery) || outcome === 'refused') return;
    told.matched = Math.max(told.matched, lastOf(delivery));
  }

  /**
   * A success came for a request of this term, which this life leads. Returns whether it says more
   * than was known.
   */
  acked(term: Term, peer: NodeId, index: Index, at: Millis): boolean {
    let acks = this.#acks.get(term);
    if (!acks) this.#acks.set(term, (acks = new Map()));
    if (index <= (acks.get(peer)?.index ?? -1)) return false;
    acks.set(peer, { index, at });
    return true;
  }

  acksOf(term: Term): ReadonlyMap<NodeId, Ack> {
    return this.#acks.get(term) ?? new Map<NodeId, Ack>();
  }

  /** Counts the replicas that the leader of a term knows of. */
  count(term: Term, view: LogView, servers: number): Count {
    const acks = [...this.acksOf(term).values()].map(({ index }) => index);
    return {
      replicated: middle([...acks, view.last], servers),
      inMemory: middle([...acks, Infinity], servers),
    };
  }

  /**
   * A leader learns that a majority has an entry of its term. Its own copy counts when it is on the
   * disk.
   */
  counted(term: Term, view: LogView, servers: number, termAt: (index: Index) => Term): void {
    if (servers === 0) return;
    const own = view.end.term === term ? view.last : 0;
    const acks = [...this.acksOf(term).values()].map(({ index }) => index);
    const index = middle([...acks, own], servers);
    if (index > this.committed && termAt(index) === term) this.committed = index;
  }

  /** What was told: the highest leaderCommit, whatever agrees. */
  get told(): { readonly commit: Index; readonly at: Millis; readonly matched: Index } {
    let [commit, at, matched] = [0, 0, 0];
    for (const told of this.#told.values()) {
      if (told.commit > commit) ({ commit, at } = told);
      matched = Math.max(matched, told.matched);
    }
    return { commit, at, matched };
  }

  /**
   * Up to where it may hold for committed what it has: min(leaderCommit, last entry that agrees),
   * over all that was told up to each term. `plausible`: what is not answered yet may agree.
   */
  bound(plausible: (delivery: Delivery) => boolean): Index {
    let commit = 0;
    for (const term of this.#terms) {
      const told = this.#of(term);
      commit = Math.max(commit, told.commit);
      let { matched } = told;
      for (const delivery of told.open)
        if (lastOf(delivery) > matched && plausible(delivery)) matched = lastOf(delivery);
      this.committed = Math.max(this.committed, Math.min(commit, matched));
    }
    return this.committed;
  }
}

export function lastOf({ request }: Delivery): Index {
  if (request.method !== 'AppendEntries') return 0;
  return request.args.prevLogIndex + request.args.entries.length;
}
