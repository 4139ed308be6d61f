import { MAX_ENTRIES, type Index } from '../../../../../labs/lab3-raft/types.ts';
import type { Log } from './log.ts';

/** So many AppendEntries may be on their way to a peer. */
const WINDOW = 8;
/** A snapshot that nobody acknowledged is sent again at every so many beats. */
const SNAPSHOT_BEATS = 4;

export type Shipment =
  | { readonly kind: 'entries'; readonly after: Index; readonly count: number }
  | { readonly kind: 'snapshot' };

/**
 * What a leader knows of a peer, and what it sends next. It begins by asking (`probe`): one empty
 * AppendEntries at a time. Once the logs are known to agree it streams: `next` runs ahead of what
 * was acknowledged, until a refusal shows a gap.
 */
export class Progress {
  match: Index = 0;
  next: Index;
  #mode: 'probe' | 'stream' | 'snapshot' = 'probe';
  /** Asked, or sent a snapshot, and no answer yet. */
  #waiting = false;
  /** The ends of the shipments on their way. */
  #flying: Index[] = [];
  #beats = 0;

  constructor(next: Index) {
    this.next = next;
  }

  /** What is to be sent now. */
  ship(log: Log): Shipment[] {
    if (this.next <= log.base.index) return this.#snapshot();
    if (this.#mode === 'snapshot') this.#probe(this.next);
    return this.#mode === 'probe' ? this.#ask() : this.#stream(log.last.index);
  }

  /**
   * A heartbeat's time has come. Who waits for a snapshot hears of index 0, where all logs agree.
   */
  beat(log: Log): Shipment[] {
    if (++this.#beats % SNAPSHOT_BEATS === 0 || this.#mode === 'probe') this.#waiting = false;
    const out = this.ship(log);
    if (out.length > 0) return out;
    return [{ kind: 'entries', after: this.#mode === 'snapshot' ? 0 : this.next - 1, count: 0 }];
  }

  matched(index: Index): void {
    this.match = Math.max(this.match, index);
    this.#flying = this.#flying.filter((end) => end > this.match);
    if (this.#mode !== 'stream' && this.match >= this.next - 1) this.#mode = 'stream';
    this.next = Math.max(this.next, this.match + 1);
  }

  /** A refusal: true if it says anything new. */
  refused(prevLogIndex: Index, hint: Index): boolean {
    const old = this.#mode === 'stream' ? this.match + 1 : this.next - 1;
    if (prevLogIndex < old || prevLogIndex >= this.next) return false;
    this.#probe(Math.max(this.match + 1, Math.min(hint, prevLogIndex)));
    return true;
  }

  #probe(next: Index): void {
    this.#mode = 'probe';
    this.#waiting = false;
    this.#flying = [];
    this.next = next;
  }

  #ask(): Shipment[] {
    if (this.#waiting) return [];
    this.#waiting = true;
    return [{ kind: 'entries', after: this.next - 1, count: 0 }];
  }

  #stream(last: Index): Shipment[] {
    const out: Shipment[] = [];
    while (this.next <= last && this.#flying.length < WINDOW) {
      const count = Math.min(MAX_ENTRIES, last - this.next + 1);
      out.push({ kind: 'entries', after: this.next - 1, count });
      this.next += count;
      this.#flying.push(this.next - 1);
    }
    return out;
  }

  #snapshot(): Shipment[] {
    if (this.#mode !== 'snapshot') this.#waiting = false;
    this.#mode = 'snapshot';
    if (this.#waiting) return [];
    this.#waiting = true;
    return [{ kind: 'snapshot' }];
  }
}
