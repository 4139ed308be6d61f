import type { Millis, NodeId, Plain } from './env.ts';
import type { Datagram } from './network.ts';

/** Which datagrams: every field that is given must hold. */
export type Match = {
  readonly from?: NodeId | readonly NodeId[];
  readonly to?: NodeId | readonly NodeId[];
  /** The message's own `kind`, where it has one. */
  readonly kind?: string;
  /** The message's own `method`, where it has one. */
  readonly method?: string;
  /** The datagram's number on its link, from 0. */
  readonly number?: number;
  /** For scripts only: a plan is data, and has no code. */
  readonly where?: (message: Plain, from: NodeId, to: NodeId) => boolean;
  /** Pass over so many that match. */
  readonly skip?: number;
  /** Take so many, then none. */
  readonly times?: number;
};

export type InterventionKind =
  | { readonly kind: 'block' }
  /**
   * Keeps datagrams until they are released. `copy`: the datagram itself goes on, a copy is kept.
   */
  | { readonly kind: 'hold'; readonly copy?: boolean }
  | { readonly kind: 'delay'; readonly by: Millis }
  /** Puts another message in the place of the one sent; undefined leaves it as it was. */
  | {
      readonly kind: 'tamper';
      readonly change: (
        message: Plain,
        datagram: { from: NodeId; to: NodeId },
      ) => Plain | undefined;
    };

/** What an intervention can do with a datagram. */
export type Hands = {
  drop(datagram: Datagram): void;
  held(datagram: Datagram, copied: boolean): void;
  release(datagram: Datagram, copy: number): void;
  pass(datagram: Datagram, later?: Millis): void;
  replace(datagram: Datagram, message: Plain): void;
};

const among = (name: NodeId, wanted: NodeId | readonly NodeId[] | undefined): boolean =>
  wanted === undefined || (typeof wanted === 'string' ? wanted === name : wanted.includes(name));

const field = (message: Plain, name: string): unknown =>
  typeof message === 'object' && message !== null && !Array.isArray(message)
    ? (message as { readonly [key: string]: Plain })[name]
    : undefined;

/** Whether a datagram is one of those meant, without counting. */
export function matches(match: Match, from: NodeId, to: NodeId, message: Plain): boolean {
  return (
    among(from, match.from) &&
    among(to, match.to) &&
    (match.kind === undefined || field(message, 'kind') === match.kind) &&
    (match.method === undefined || field(message, 'method') === match.method) &&
    (match.where === undefined || match.where(message, from, to))
  );
}

/** Stands between senders and the network until it is lifted. */
export class Intervention {
  /** How many datagrams it has taken. */
  count = 0;
  #seen = 0;
  #lifted = false;
  readonly #match: Match;
  readonly act: (datagram: Datagram) => void;
  readonly #release: () => void;

  constructor(match: Match, act: (datagram: Datagram) => void, release: () => void = () => {}) {
    this.#match = match;
    this.act = act;
    this.#release = release;
  }

  takes({ from, to, number, packed }: Datagram): boolean {
    if (this.#lifted || (this.#match.number ?? number) !== number) return false;
    if (!matches(this.#match, from, to, packed.value)) return false;
    const nth = this.#seen++;
    const skip = this.#match.skip ?? 0;
    if (nth < skip || nth >= skip + (this.#match.times ?? Number.POSITIVE_INFINITY)) return false;
    this.count++;
    return true;
  }

  /** Delivers what is held, at once and in the order in which it was sent; goes on holding. */
  release(): void {
    this.#release();
  }

  /** Takes no more datagrams. What is held stays held until it is released. */
  lift(): void {
    this.#lifted = true;
  }
}

type Make = {
  [K in InterventionKind as K['kind']]: (kind: K, match: Match, hands: Hands) => Intervention;
};

export const interventions: Make = {
  block: (_kind, match, hands) => new Intervention(match, hands.drop),
  delay: ({ by }, match, hands) => new Intervention(match, (datagram) => hands.pass(datagram, by)),
  hold: ({ copy }, match, hands) => {
    let held: Datagram[] = [];
    const act = (datagram: Datagram): void => {
      held.push(datagram);
      hands.held(datagram, copy ?? false);
      if (copy) hands.pass(datagram);
    };
    return new Intervention(match, act, () => {
      const released = held;
      held = [];
      for (const datagram of released) hands.release(datagram, copy ? 2 : 0);
    });
  },
  tamper: ({ change }, match, hands) =>
    new Intervention(match, (datagram) => {
      const message = change(datagram.packed.value, datagram);
      if (message === undefined) hands.pass(datagram);
      else hands.replace(datagram, message);
    }),
};
