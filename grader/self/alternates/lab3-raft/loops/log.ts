import type { Entry, Index, LogCell, Snapshot, Term } from '../../../../../labs/lab3-raft/types.ts';

const EMPTY: LogCell = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

/** A log as a value: what changes it gives another one. */
export class Log {
  readonly cell: LogCell;

  constructor(cell: LogCell = EMPTY) {
    this.cell = cell;
  }

  /** What a new life finds: a crash may have come between the snapshot's save and the log's. */
  static recovered(cell: LogCell | undefined, snapshot: Snapshot | undefined): Log {
    const log = new Log(cell);
    return snapshot ? log.behind(snapshot.lastIncludedIndex, snapshot.lastIncludedTerm) : log;
  }

  /** The entry before the first that is here. */
  get base(): Index {
    return this.cell.lastIncludedIndex;
  }

  get last(): Index {
    return this.base + this.cell.entries.length;
  }

  get lastTerm(): Term {
    return this.cell.entries.at(-1)?.term ?? this.cell.lastIncludedTerm;
  }

  /** Undefined: there is no such entry, or it has been trimmed. */
  termAt(index: Index): Term | undefined {
    if (index === this.base) return this.cell.lastIncludedTerm;
    return this.entryAt(index)?.term;
  }

  entryAt(index: Index): Entry | undefined {
    return index > this.base ? this.cell.entries[index - this.base - 1] : undefined;
  }

  from(index: Index, most: number): readonly Entry[] {
    const start = index - this.base - 1;
    return this.cell.entries.slice(start, start + most);
  }

  with(...entries: readonly Entry[]): Log {
    return new Log({ ...this.cell, entries: [...this.cell.entries, ...entries] });
  }

  /** Figure 2, AppendEntries, 3 and 4: this very log, if it holds all of them already. */
  merged(prevLogIndex: Index, entries: readonly Entry[]): Log {
    const news = entries.findIndex((entry, i) => {
      const index = prevLogIndex + 1 + i;
      return index > this.base && this.termAt(index) !== entry.term;
    });
    if (news < 0) return this;
    const kept = this.cell.entries.slice(0, prevLogIndex + news - this.base);
    return new Log({ ...this.cell, entries: [...kept, ...entries.slice(news)] });
  }

  /** The log behind a snapshot (§7): what follows its last entry stays, if that one is here. */
  behind(index: Index, term: Term): Log {
    if (index <= this.base) return this;
    const entries = this.termAt(index) === term ? this.cell.entries.slice(index - this.base) : [];
    return new Log({ lastIncludedIndex: index, lastIncludedTerm: term, entries });
  }

  /** The first index of the run of one term that ends at `index`, as far as the log reaches. */
  runStart(index: Index): Index {
    let first = index;
    while (first - 1 > this.base && this.termAt(first - 1) === this.termAt(index)) first--;
    return first;
  }

  /** The last entry of a term, if there is one. */
  lastOf(term: Term): Index | undefined {
    const place = this.cell.entries.findLastIndex((entry) => entry.term === term);
    return place < 0 ? undefined : this.base + place + 1;
  }
}
