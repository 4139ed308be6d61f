/** Who led each term, and the log that it showed. */
import type { Millis, NodeId } from '#harness';
import type { Index, Term } from '../../../../labs/lab3-raft/types.ts';
import type { Request } from './server.ts';
import type { CommittedPrefix, Tree } from './tree.ts';

export type Leader = {
  readonly node: NodeId;
  readonly at: Millis;
  /** The terms of its entries, by index, as far as it has shown them. */
  readonly log: Map<Index, Term>;
};

export class Leaders {
  readonly #tree: Tree;
  readonly #committed: CommittedPrefix;
  readonly #byTerm = new Map<Term, Leader>();

  constructor(tree: Tree, committed: CommittedPrefix) {
    this.#tree = tree;
    this.#committed = committed;
  }

  of(term: Term): Leader | undefined {
    return this.#byTerm.get(term);
  }

  termAt(term: Term, index: Index): Term | undefined {
    return this.#byTerm.get(term)?.log.get(index);
  }

  lead(term: Term, node: NodeId, at: Millis): void {
    if (!this.#byTerm.has(term)) this.#byTerm.set(term, { node, at, log: new Map() });
  }

  /** A leader shows a part of its log. */
  append({ method, args, from, at }: Request): void {
    const log = this.#byTerm.get(args.term)?.log;
    if (method !== 'AppendEntries' || !log) return;
    const { prevLogIndex, prevLogTerm, entries } = args;
    log.set(prevLogIndex, prevLogTerm);
    let previous = prevLogTerm;
    for (const [i, entry] of entries.entries()) {
      const index = prevLogIndex + 1 + i;
      log.set(index, entry.term);
      this.#tree.see(index, entry, previous, { at, node: from, how: 'sent' });
      previous = entry.term;
    }
  }

  /** What a puppet says as leader is so: its log is, and what it calls committed is committed. */
  declare(request: Request): void {
    this.append(request);
    const { method, args, at } = request;
    if (method === 'RequestVote') return;
    if (method === 'InstallSnapshot') {
      const { lastIncludedIndex: index, lastIncludedTerm: term } = args;
      return this.#committed.commit({ index, term }, args.term, at);
    }
    const term = this.termAt(args.term, args.leaderCommit);
    if (term !== undefined)
      this.#committed.commit({ index: args.leaderCommit, term }, args.term, at);
  }
}
