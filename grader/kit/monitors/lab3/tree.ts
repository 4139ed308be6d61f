/**
 * All entries that anybody has shown, and what became of them: the world's truth, not a server's.
 */
import type { Millis, NodeId, Plain } from '#harness';
import type { Entry, Index, Term } from '../../../../labs/lab3-raft/types.ts';
import { sameCommand, type Position } from './cells.ts';

/** An entry, as it was seen first. */
export type Seen = {
  readonly index: Index;
  readonly term: Term;
  readonly command: Plain;
  /** The term of the entry before it; unknown after `propose`, until somebody shows it. */
  previous: Term | undefined;
  readonly at: Millis;
  readonly node: NodeId;
  /** 'saved', 'sent' or 'promised'. */
  readonly how: string;
};

export type Sighting = Pick<Seen, 'at' | 'node' | 'how'>;

/** What a sighting is to the tree: new, or known, or in contradiction to what was seen before. */
export type Verdict = 'new' | 'known' | 'other-command' | 'other-past';

/** Entries by index and term: a tree, for each names the one before it. */
export class Tree {
  readonly #byIndex: Seen[][] = [];

  find({ index, term }: Position): Seen | undefined {
    return this.#byIndex[index]?.find((one) => one.term === term);
  }

  at(index: Index): readonly Seen[] {
    return this.#byIndex[index] ?? [];
  }

  /** `previous`: the term of the entry before it, where that is shown. */
  judge(index: Index, { term, command }: Entry, previous: Term | undefined): Verdict {
    const known = this.find({ index, term });
    if (!known) return 'new';
    if (!sameCommand(known.command, command)) return 'other-command';
    const contradicts = previous !== undefined && (known.previous ?? previous) !== previous;
    return contradicts ? 'other-past' : 'known';
  }

  see(index: Index, { term, command }: Entry, previous: Term | undefined, how: Sighting): void {
    const known = this.find({ index, term });
    if (known) known.previous ??= previous;
    else (this.#byIndex[index] ??= []).push({ index, term, command, previous, ...how });
  }
}

/** An entry that is committed, and the term in which it was. */
export type Committed = { readonly term: Term; readonly by: Term; readonly at: Millis };

/** What is committed, by what is on the disks: nobody in the world knows it yet. */
export class CommittedPrefix {
  readonly #tree: Tree;
  readonly #entries: (Committed | undefined)[] = [];
  /** By term: who has accepted its entries, up to where. */
  readonly #accepted = new Map<Term, Map<NodeId, Index>>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  get end(): Index {
    return Math.max(0, this.#entries.length - 1);
  }

  at(index: Index): Committed | undefined {
    return this.#entries[index];
  }

  /** The last entry that was committed in a term before this one. */
  lastBefore(term: Term): Position | undefined {
    for (let index = this.end; index > 0; index--) {
      const one = this.#entries[index];
      if (one && one.by < term) return { index, term: one.term };
    }
    return undefined;
  }

  /** Somebody has an entry of this very term on the disk, in this term, and all before it. */
  accept(term: Term, node: NodeId, index: Index, servers: number, at: Millis): void {
    let all = this.#accepted.get(term);
    if (!all) this.#accepted.set(term, (all = new Map()));
    if ((all.get(node) ?? 0) >= index) return;
    all.set(node, index);
    const most = [...all.values()].toSorted((a, b) => b - a)[Math.floor(servers / 2)] ?? 0;
    if (most > this.end) this.commit({ index: most, term }, term, at);
  }

  /** An entry is committed, and so is all before it. */
  commit(position: Position, by: Term, at: Millis): void {
    let { index } = position;
    let term: Term | undefined = position.term;
    while (index > 0 && term !== undefined && !this.#entries[index]) {
      this.#entries[index] = { term, by, at };
      term = this.#tree.find({ index, term })?.previous;
      index--;
    }
  }
}
