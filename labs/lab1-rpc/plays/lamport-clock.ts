/** What stamps the writes of plays/order.ts. */
import type { Env } from '#harness';

// #region stamps
export type Stamps = {
  /** The stamp of what I do next. */
  tick(): number;
  /** I have received a message that carries this stamp. */
  receive(stamp: number): void;
};

/** The time of day, or what this node takes for it. */
export const clockStamps = (env: Env): Stamps => ({
  tick: () => env.now(),
  receive: () => {},
});
// #endregion stamps

// #region lamport
/** A Lamport clock: it counts events, and knows nothing of time. */
export function lamportStamps(): Stamps {
  let last = 0;
  return {
    tick: () => ++last,
    receive: (stamp) => {
      last = Math.max(last, stamp) + 1;
    },
  };
}
// #endregion lamport
