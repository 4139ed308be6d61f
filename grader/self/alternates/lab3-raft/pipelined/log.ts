import type { Entry, Index, LogCell, Term } from '../../../../../labs/lab3-raft/types.ts';

type Place = { readonly index: Index; readonly term: Term };

/** A log that changes in place, and knows whether the disk has it so. */
export class Log {
  dirty = false;
  #base: Place = { index: 0, term: 0 };
  #entries: Entry[] = [];

  /** The log is as the disk has it. */
  kept(cell: LogCell | undefined): void {
    this.dirty = false;
    if (!cell) return;
    this.#base = { index: cell.lastIncludedIndex, term: cell.lastIncludedTerm };
    this.#entries = [...cell.entries];
  }

  get cell(): LogCell {
    const { index, term } = this.#base;
    return { lastIncludedIndex: index, lastIncludedTerm: term, entries: [...this.#entries] };
  }

  get base(): Place {
    return this.#base;
  }

  get last(): Place {
    const index = this.#base.index + this.#entries.length;
    return { index, term: this.#entries.at(-1)?.term ?? this.#base.term };
  }

  at(index: Index): Entry | undefined {
    return this.#entries[index - this.#base.index - 1];
  }

  termAt(index: Index): Term | undefined {
    return index === this.#base.index ? this.#base.term : this.at(index)?.term;
  }

  slice(after: Index, most: number): readonly Entry[] {
    const start = after - this.#base.index;
    return this.#entries.slice(start, start + most);
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.dirty = true;
  }

  /** Takes what a leader sent behind an entry that agrees; cuts at the first that conflicts. */
  take(prevLogIndex: Index, entries: readonly Entry[]): void {
    for (const [i, entry] of entries.entries()) {
      const index = prevLogIndex + 1 + i;
      if (index <= this.#base.index || this.at(index)?.term === entry.term) continue;
      this.#entries.length = index - this.#base.index - 1;
      this.push(entry);
    }
  }

  /** Forgets what a snapshot covers, and all the rest if it does not follow from the snapshot. */
  trim(to: Place): void {
    if (to.index <= this.#base.index) return;
    const agrees = this.termAt(to.index) === to.term;
    this.#entries = agrees ? this.#entries.slice(to.index - this.#base.index) : [];
    this.#base = to;
    this.dirty = true;
  }

  /**
   * The highest index, not above this one, whose entry is of no later term than this one. Entries
   * in between agree with nobody whose entry at `index` is of `term`.
   */
  agreeable(index: Index, term: Term): Place {
    let at = Math.min(index, this.last.index);
    while (at > this.#base.index && (this.termAt(at) ?? 0) > term) at--;
    return { index: at, term: this.termAt(at) ?? 0 };
  }
}
