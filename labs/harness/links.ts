import type { NodeId } from './env.ts';
import type { LinkDraws } from './fates.ts';
import type { LinkDials } from './network.ts';
import { hashText, Stream } from './random.ts';

/** One direction between two nodes. */
export type Link = {
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
  readonly draws: LinkDraws;
};

function makeLink(seed: string, from: NodeId, to: NodeId): Link {
  const name = `${from}>${to}`;
  const draw = (kind: string) => new Stream(seed, kind, name);
  const draws = {
    loss: draw('loss'),
    copy: draw('copy'),
    latency: draw('latency'),
    late: draw('late'),
    lateness: draw('lateness'),
    tie: draw('tie'),
  };
  const key = hashText(name);
  return { from, to, key, sent: 0, dials: undefined, cuts: 0, freeAt: 0, draws };
}

/** The links of a network; each is made when it is first asked for. */
export class Links {
  readonly #seed: string;
  readonly #links = new Map<NodeId, Map<NodeId, Link>>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  get(from: NodeId, to: NodeId): Link {
    let links = this.#links.get(from);
    if (!links) this.#links.set(from, (links = new Map()));
    let link = links.get(to);
    if (!link) links.set(to, (link = makeLink(this.#seed, from, to)));
    return link;
  }
}

/** When the last byte has left, in µs; undefined if the queue has no room. */
export function queued(link: Link, dials: LinkDials, bytes: number, now: number) {
  if (dials.bandwidth === undefined) return now;
  const start = Math.max(now, link.freeAt);
  const waiting = ((start - now) * dials.bandwidth) / 1e6;
  if (dials.queue !== undefined && waiting + bytes > dials.queue) return undefined;
  link.freeAt = start + Math.round((bytes / dials.bandwidth) * 1e6);
  return link.freeAt;
}
