import type { NodeId } from '#harness';
import type { Index } from '../../../../../labs/lab3-raft/types.ts';

/** nextIndex and matchIndex of one leadership: another one begins with another table. */
export class Table {
  readonly #next = new Map<NodeId, Index>();
  readonly #match = new Map<NodeId, Index>();

  constructor(peers: readonly NodeId[], last: Index) {
    for (const peer of peers) {
      this.#next.set(peer, last + 1);
      this.#match.set(peer, 0);
    }
  }

  next(peer: NodeId): Index {
    return this.#next.get(peer) ?? 1;
  }

  match(peer: NodeId): Index {
    return this.#match.get(peer) ?? 0;
  }

  /** Replies come out of order: neither falls. */
  matched(peer: NodeId, index: Index): void {
    this.#match.set(peer, Math.max(this.match(peer), index));
    this.#next.set(peer, Math.max(this.next(peer), this.match(peer) + 1));
  }

  refused(peer: NodeId, next: Index): void {
    this.#next.set(peer, Math.max(this.match(peer) + 1, next));
  }

  /** The highest index that so many peers hold, and the leader besides. */
  heldBy(peers: number): Index {
    const held = [...this.#match.values()].toSorted((a, b) => b - a);
    return held[peers - 1] ?? 0;
  }
}
