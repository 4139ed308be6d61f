import { MAX_DATAGRAM, type Millis, type NodeId, type Plain } from './env.ts';
import {
  interventions,
  type Intervention,
  type InterventionKind,
  type Match,
} from './interventions.ts';
import type { Kernel } from './kernel.ts';
import { pack, type Packed } from './plain.ts';
import { drawFate, later, latencyOf, tieOf, touched, type Fate } from './fates.ts';
import { Links, queued, type Link } from './links.ts';
import type { Distribution } from './random.ts';
import type { Digest, DropReason, MessageId, TraceEvent } from './trace.ts';

/**
 * One dial for each fallacy that is about the network.
 * All may differ per link and change at any time.
 */
export type LinkDials = {
  readonly latency: Distribution;
  /** The part of the datagrams that is lost, decided when they are sent. */
  readonly loss: number;
  /** The part of the datagrams that arrives twice; the copy has a latency of its own. */
  readonly duplication: number;
  /** A part of the datagrams is so much later still. */
  readonly reorder?: { readonly part: number; readonly later: Distribution } | undefined;
  /** Bytes a second; a datagram waits until those before it have been sent. Undefined: infinite. */
  readonly bandwidth?: number | undefined;
  /** The most bytes that wait for a link; what comes beyond is lost. Undefined: any number. */
  readonly queue?: number | undefined;
};

export const reliable: LinkDials = {
  latency: { kind: 'uniform', min: 0.5, max: 3 },
  loss: 0,
  duplication: 0,
};
export const unreliable: LinkDials = {
  latency: { kind: 'uniform', min: 0, max: 27 },
  loss: 0.1,
  duplication: 0.02,
};
export const longReorder: LinkDials = {
  ...unreliable,
  reorder: { part: 2 / 3, later: { kind: 'uniform', min: 200, max: 2200 } },
};

/** A datagram on its way. */
export type Datagram = {
  readonly id: MessageId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly number: number;
  readonly packed: Packed;
};

/** Writes down what becomes of each datagram. */
export type Scribe = {
  /** Called once or twice for a datagram: what somebody did, what the network made of it. */
  decided(datagram: Datagram, fate: Fate): void;
  released(datagram: Datagram, copy: number): void;
};

export type NetworkHost = {
  readonly kernel: Kernel;
  readonly seed: string;
  readonly drawnOrder: boolean;
  readonly digest: Digest;
  emit(event: TraceEvent): void;
  at(): Millis;
  /**
   * Hands an arrival to its receiver, or says why it
   * is lost. Returns true if the receiver's code ran.
   */
  arrive(datagram: Datagram, copy: number): boolean;
};

export class Network {
  dials: LinkDials;
  readonly interventions: Intervention[] = [];
  /** Datagrams and bytes that were sent, by sender: transport is not free. */
  readonly cost = new Map<NodeId, { messages: number; bytes: number }>();
  /** Where a run is recorded. */
  scribe: Scribe | undefined;
  /** Where a recorded run is told again: what became of a datagram then, in place of all dice. */
  fateOf: ((datagram: Datagram) => Fate | undefined) | undefined;
  readonly #host: NetworkHost;
  readonly #links: Links;
  #messages = 0;

  constructor(host: NetworkHost, dials: LinkDials) {
    this.#host = host;
    this.dials = dials;
    this.#links = new Links(host.seed);
  }

  /** Checks a message when it is handed over: an error belongs to the line that sends it. */
  check(message: unknown): Packed {
    return pack(message, 'message', MAX_DATAGRAM);
  }

  /** A datagram leaves its sender. */
  send(from: NodeId, life: number, to: NodeId, packed: Packed): void {
    const cost = this.cost.get(from);
    if (cost) {
      cost.messages++;
      cost.bytes += packed.bytes;
    } else this.cost.set(from, { messages: 1, bytes: packed.bytes });
    const link = this.#links.get(from, to);
    this.#dispatch(link, { id: this.#messages++, from, to, number: link.sent++, packed }, life);
  }

  /** Somebody in the middle sends in another's name. It takes no number of the link: draws stay. */
  forge(from: NodeId, to: NodeId, message: Plain, after: Millis): void {
    const datagram = { id: this.#messages++, from, to, number: -1, packed: this.check(message) };
    this.#emitSend(this.#links.get(from, to), datagram, 0, true);
    this.#arriveAt(this.#host.kernel.now + Math.round(after * 1000), datagram, 0, 0);
  }

  #emitSend(
    link: Link,
    { id, from, to, number, packed }: Datagram,
    life: number,
    forged: boolean,
  ): void {
    this.#host.digest.add(link.key ^ this.#host.kernel.now);
    this.#host.digest.add(id ^ packed.hash);
    const event = {
      at: this.#host.at(),
      type: 'send' as const,
      node: from,
      life,
      to,
      id,
      number,
      message: packed.value,
      bytes: packed.bytes,
    };
    this.#host.emit(forged ? { ...event, forged: true } : event);
  }

  #dispatch(link: Link, datagram: Datagram, life: number): void {
    this.#emitSend(link, datagram, life, false);
    const fate = this.fateOf?.(datagram);
    if (fate && touched(fate)) return this.#retell(link, datagram, fate);
    for (const one of this.interventions) if (one.takes(datagram)) return one.act(datagram);
    this.#transmit(link, datagram);
  }

  /**
   * What the network itself makes of a datagram: everything is decided now, when it is sent. What a
   * fault `adds` in µs is recorded with the fault.
   */
  #transmit(link: Link, datagram: Datagram, delay = 0, adds = 0): void {
    if (link.cuts > 0) return this.#drop(datagram, 'cut');
    const dials = link.dials ?? this.dials;
    const drawn = this.fateOf
      ? (this.fateOf(datagram) ?? {})
      : drawFate(dials, link.draws, datagram.number);
    const fate = later(drawn, delay);
    this.scribe?.decided(datagram, fate);
    if (fate.lost) return this.#drop(datagram, fate.lost);
    this.#carry(link, dials, datagram, later(fate, adds));
  }

  /** Lets a datagram arrive as often, and when, as its fate says. */
  #carry(link: Link, dials: LinkDials, datagram: Datagram, fate: Fate): void {
    const { number, packed } = datagram;
    const sent = queued(link, dials, packed.bytes, this.#host.kernel.now);
    if (sent === undefined) return this.#drop(datagram, 'queue-full');
    const { latency = latencyOf(dials, link.draws, number), late = 0, again } = fate;
    this.#arriveAt(sent + latency + late, datagram, 0, this.#tie(link, number, 0));
    if (again === undefined) return;
    this.#arriveAt(sent + again, datagram, 1, this.#tie(link, number, 1));
  }

  /** Does with a datagram what somebody did with it when the run was recorded. */
  #retell(link: Link, datagram: Datagram, { altered, held, lost }: Fate): void {
    if (held) this.#tellHeld(datagram);
    if (held === 'itself') return;
    if (lost === 'blocked') return this.#drop(datagram, lost);
    if (altered === undefined) return this.#transmit(link, datagram);
    this.#replace(link, datagram, altered);
  }

  #replace(link: Link, datagram: Datagram, message: Plain): void {
    const { id, from, to } = datagram;
    this.#host.emit({ at: this.#host.at(), type: 'tamper', id, from, to, message });
    this.#transmit(link, { ...datagram, packed: this.check(message) });
  }

  #tie(link: Link, number: number, copy: 0 | 1): number {
    return this.#host.drawnOrder ? tieOf(link.draws, number, copy) : 0;
  }

  #arriveAt(at: number, datagram: Datagram, copy: number, tie: number): void {
    this.#host.kernel.schedule(at, tie, () => this.#host.arrive(datagram, copy));
  }

  #tellHeld({ id, from, to }: Datagram): void {
    this.#host.emit({ at: this.#host.at(), type: 'hold', id, from, to });
  }

  /** Lets what was held arrive, now. */
  release(datagram: Datagram, copy: number): void {
    const { id, from, to } = datagram;
    this.#host.emit({ at: this.#host.at(), type: 'release', id, from, to });
    this.#arriveAt(this.#host.kernel.now, datagram, copy, 0);
  }

  #drop(datagram: Datagram, why: DropReason): void {
    const { id, from, to } = datagram;
    this.#host.emit({ at: this.#host.at(), type: 'drop', id, from, to, why });
  }

  /** Sets the dials of one direction; undefined gives it those of the network again. */
  tune(from: NodeId, to: NodeId, dials: Partial<LinkDials> | undefined): void {
    this.#links.get(from, to).dials = dials && { ...this.dials, ...dials };
  }

  /** Loses all that is sent from now on in this direction. What had left before still arrives. */
  cut(from: NodeId, to: NodeId): void {
    this.#links.get(from, to).cuts++;
  }

  /** Ends one cut of this direction; the link works again when every cut has ended. */
  heal(from: NodeId, to: NodeId): void {
    const link = this.#links.get(from, to);
    if (link.cuts > 0) link.cuts--;
  }

  /**
   * Takes the datagrams that match, before the network's own dice: the first intervention that
   * matches has it. What a fault does is recorded with the fault, and not `by` each datagram.
   */
  intervene(kind: InterventionKind, match: Match, by: 'story' | 'fault' = 'story'): Intervention {
    const decided = (datagram: Datagram, fate: Fate): void => {
      if (by === 'story') this.scribe?.decided(datagram, fate);
    };
    const intervention = interventions[kind.kind](kind as never, match, {
      drop: (datagram) => {
        decided(datagram, { lost: 'blocked' });
        this.#drop(datagram, 'blocked');
      },
      held: (datagram, copied) => {
        decided(datagram, { held: copied ? 'copy' : 'itself' });
        this.#tellHeld(datagram);
      },
      release: (datagram, copy) => {
        this.scribe?.released(datagram, copy);
        this.release(datagram, copy);
      },
      pass: (datagram, delay = 0) => {
        const link = this.#links.get(datagram.from, datagram.to);
        const micros = Math.round(delay * 1000);
        if (by === 'story') this.#transmit(link, datagram, micros);
        else this.#transmit(link, datagram, 0, micros);
      },
      replace: (datagram, message) => {
        decided(datagram, { altered: message });
        this.#replace(this.#links.get(datagram.from, datagram.to), datagram, message);
      },
    });
    this.interventions.push(intervention);
    return intervention;
  }
}
