/** What the kernel will do, and when. */
export type Scheduled = {
  /** Virtual time in whole microseconds. */
  readonly at: number;
  /** Orders the events of one instant: 0 is in order of scheduling, a draw is any order. */
  readonly tie: number;
  readonly sequence: number;
  /**
   * Returns true if code of a student or of a scenario
   * may have run, so promise jobs must be drained.
   */
  readonly run: () => boolean;
  /** An event of who tells the story, and none of the world's. */
  readonly aside: boolean;
};

const before = (a: Scheduled, b: Scheduled): boolean =>
  a.at !== b.at ? a.at < b.at : a.tie !== b.tie ? a.tie < b.tie : a.sequence < b.sequence;

/** A binary heap: the earliest event first. */
export class Heap {
  readonly #items: Scheduled[] = [];

  get first(): Scheduled | undefined {
    return this.#items[0];
  }

  push(item: Scheduled): void {
    const items = this.#items;
    let hole = items.length;
    items.push(item);
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const parent = items[above] as Scheduled;
      if (!before(item, parent)) break;
      items[hole] = parent;
      hole = above;
    }
    items[hole] = item;
  }

  pop(): Scheduled | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (first === undefined || last === undefined || items.length === 0) return first;
    const { length } = items;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= length) break;
      if (child + 1 < length && before(items[child + 1] as Scheduled, items[child] as Scheduled))
        child++;
      const next = items[child] as Scheduled;
      if (!before(next, last)) break;
      items[hole] = next;
      hole = child;
    }
    items[hole] = last;
    return first;
  }
}
