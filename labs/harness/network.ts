import { MAX_DATAGRAM, type Millis, type NodeId, type Plain } from './env.ts';
import {
  interventions,
  type Intervention,
  type InterventionKind,
  type Match,
} from './interventions.ts';
import type { Kernel } from './kernel.ts';
import { pack, type Packed } from './plain.ts';
import { hashText, sample, Stream, type Distribution } from './random.ts';
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

type Link = {
  readonly from: NodeId;
  readonly to: NodeId;
  /** For the digest: which link it is. */
  readonly key: number;
  sent: number;
  dials: LinkDials | undefined;
  /** How many faults cut this link now: each heals only its own cut. */
  cuts: number;
  /** When the bytes before will have been sent, in µs. */
  freeAt: number;
  readonly draws: {
    readonly [kind in 'loss' | 'copy' | 'latency' | 'late' | 'lateness' | 'tie']: Stream;
  };
};

/** A draw for the second arrival of a datagram must differ from that for its first. */
const COPY = 0x40000000;

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
  readonly #host: NetworkHost;
  readonly #links = new Map<NodeId, Map<NodeId, Link>>();
  #messages = 0;

  constructor(host: NetworkHost, dials: LinkDials) {
    this.#host = host;
    this.dials = dials;
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
    const link = this.#link(from, to);
    this.#dispatch(link, { id: this.#messages++, from, to, number: link.sent++, packed }, life);
  }

  /** Somebody in the middle sends in another's name. It takes no number of the link: draws stay. */
  forge(from: NodeId, to: NodeId, message: Plain, after: Millis): void {
    const datagram = { id: this.#messages++, from, to, number: -1, packed: this.check(message) };
    this.#emitSend(this.#link(from, to), datagram, 0, true);
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
    for (const one of this.interventions) if (one.takes(datagram)) return one.act(datagram);
    this.#transmit(link, datagram);
  }

  /** What the network itself makes of a datagram: everything is decided now, when it is sent. */
  #transmit(link: Link, datagram: Datagram, later: Millis = 0): void {
    const dials = link.dials ?? this.dials;
    const { number } = datagram;
    if (link.cuts > 0) return this.#drop(datagram, 'cut');
    if (dials.loss > 0 && link.draws.loss.u01(number) < dials.loss)
      return this.#drop(datagram, 'loss');
    const sent = this.#queue(link, dials, datagram);
    if (sent === undefined) return this.#drop(datagram, 'queue-full');
    const from = sent + Math.round(later * 1000);
    this.#arriveAt(from + this.#latency(link, dials, number), datagram, 0, this.#tie(link, number));
    if (dials.duplication > 0 && link.draws.copy.u01(number) < dials.duplication) {
      this.#arriveAt(
        from + this.#latency(link, dials, number | COPY),
        datagram,
        1,
        this.#tie(link, number | COPY),
      );
    }
  }

  /** When the last byte has left, in µs; undefined if the queue has no room. */
  #queue(link: Link, dials: LinkDials, datagram: Datagram): number | undefined {
    const { now } = this.#host.kernel;
    if (dials.bandwidth === undefined) return now;
    const start = Math.max(now, link.freeAt);
    const waiting = ((start - now) * dials.bandwidth) / 1e6;
    if (dials.queue !== undefined && waiting + datagram.packed.bytes > dials.queue)
      return undefined;
    link.freeAt = start + Math.round((datagram.packed.bytes / dials.bandwidth) * 1e6);
    return link.freeAt;
  }

  #latency(link: Link, dials: LinkDials, n: number): number {
    let ms = sample(dials.latency, link.draws.latency.u01(n));
    if (dials.reorder && link.draws.late.u01(n) < dials.reorder.part) {
      ms += sample(dials.reorder.later, link.draws.lateness.u01(n));
    }
    return Math.round(ms * 1000);
  }

  #tie(link: Link, n: number): number {
    return this.#host.drawnOrder ? link.draws.tie.bits(n) : 0;
  }

  #arriveAt(at: number, datagram: Datagram, copy: number, tie: number): void {
    this.#host.kernel.schedule(at, tie, () => this.#host.arrive(datagram, copy));
  }

  #drop(datagram: Datagram, why: DropReason): void {
    const { id, from, to } = datagram;
    this.#host.emit({ at: this.#host.at(), type: 'drop', id, from, to, why });
  }

  #link(from: NodeId, to: NodeId): Link {
    let links = this.#links.get(from);
    if (!links) this.#links.set(from, (links = new Map()));
    let link = links.get(to);
    if (!link) {
      const draw = (kind: string) => new Stream(this.#host.seed, kind, `${from}>${to}`);
      const draws = {
        loss: draw('loss'),
        copy: draw('copy'),
        latency: draw('latency'),
        late: draw('late'),
        lateness: draw('lateness'),
        tie: draw('tie'),
      };
      link = {
        from,
        to,
        key: hashText(`${from}>${to}`),
        sent: 0,
        dials: undefined,
        cuts: 0,
        freeAt: 0,
        draws,
      };
      links.set(to, link);
    }
    return link;
  }

  /** Sets the dials of one direction; undefined gives it those of the network again. */
  tune(from: NodeId, to: NodeId, dials: Partial<LinkDials> | undefined): void {
    this.#link(from, to).dials = dials && { ...this.dials, ...dials };
  }

  /** Loses all that is sent from now on in this direction. What had left before still arrives. */
  cut(from: NodeId, to: NodeId): void {
    this.#link(from, to).cuts++;
  }

  /** Ends one cut of this direction; the link works again when every cut has ended. */
  heal(from: NodeId, to: NodeId): void {
    const link = this.#link(from, to);
    if (link.cuts > 0) link.cuts--;
  }

  /**
   * Takes the datagrams that match, before the network's
   * own dice: the first intervention that matches has it.
   */
  intervene(kind: InterventionKind, match: Match): Intervention {
    const { emit, at } = this.#host;
    const intervention = interventions[kind.kind](kind as never, match, {
      drop: (datagram) => this.#drop(datagram, 'blocked'),
      held: ({ id, from, to }) => emit({ at: at(), type: 'hold', id, from, to }),
      release: (datagram, copy) => {
        const { id, from, to } = datagram;
        emit({ at: at(), type: 'release', id, from, to });
        this.#arriveAt(this.#host.kernel.now, datagram, copy, 0);
      },
      pass: (datagram, later) =>
        this.#transmit(this.#link(datagram.from, datagram.to), datagram, later),
      replace: (datagram, message) => {
        const { id, from, to } = datagram;
        emit({ at: at(), type: 'tamper', id, from, to, message });
        this.#transmit(this.#link(from, to), { ...datagram, packed: this.check(message) });
      },
    });
    this.interventions.push(intervention);
    return intervention;
  }
}
