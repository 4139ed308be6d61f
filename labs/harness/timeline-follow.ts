import type { Millis, NodeId } from './env.ts';
import { pack } from './plain.ts';
import type { Cells, DropReason, EventOf, MessageId, TraceEvent } from './trace.ts';

export type LaneState = 'down' | 'up' | 'paused' | 'saving';
type Fate = EventOf<'drop'> | EventOf<'hold'> | EventOf<'tamper'>;
/** A fault in force, and the place of its bar among those of the others. */
export type Force = { readonly id: string; readonly place: number; readonly text: string };

/** An event, with what must be known of the past to show it. */
export type Moment = {
  readonly event: TraceEvent;
  /** What the network did with a datagram at the instant in which it was sent. */
  readonly fates: Fate[];
  /** Of an arrival or a release: when the datagram was sent. */
  readonly sentAt: Millis | undefined;
  /** Of an arrival: the datagram has arrived before. */
  readonly again: boolean;
  /** Of a save: the cells on the disk before it. */
  readonly before: Cells | undefined;
  readonly lanes: ReadonlyMap<NodeId, LaneState>;
  /** The faults in force at this moment, among them those that begin or end in it. */
  readonly forces: readonly Force[];
  /** Of a forged sending: its node had sent the same before, to the same node. */
  readonly copy: boolean;
  /** Of a sending: what the network holds back is a copy, and the datagram itself has gone on. */
  copyHeld: boolean;
  /** One of the events that prove a violation. */
  proof: boolean;
};

/** What can only be known when a datagram arrives; everything else is decided when it is sent. */
const AT_ARRIVAL: readonly DropReason[] = ['no-such-node', 'node-down', 'no-receiver'];

/** The nodes of a trace as they are when it begins, in the order in which they start. */
function opening(events: readonly TraceEvent[]): Map<NodeId, LaneState> {
  const lanes = new Map<NodeId, LaneState>();
  for (const event of events) {
    const missed = event.type === 'drop' && event.why === 'node-down' ? event.to : undefined;
    if (missed !== undefined && !lanes.has(missed)) lanes.set(missed, 'down');
    if (!('node' in event) || event.type === 'violation') continue;
    if (event.type === 'send' && event.forged) continue;
    if (!lanes.has(event.node)) lanes.set(event.node, event.type === 'start' ? 'down' : 'up');
  }
  // The end of a longer trace does not tell who started first: the names must do.
  if (![...lanes.values()].includes('up')) return lanes;
  return new Map([...lanes].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}

/** The names of the nodes of a trace. */
export const nodesIn = (events: readonly TraceEvent[]): NodeId[] => [...opening(events).keys()];

/** Follows the state of the world through a trace. */
class Follower {
  lanes: ReadonlyMap<NodeId, LaneState>;
  forces: readonly Force[] = [];
  readonly #disks = new Map<NodeId, Cells>();
  readonly #whole = new Set<NodeId>();
  readonly #sends = new Map<MessageId, Moment>();
  /** What nodes sent themselves. */
  readonly #said: EventOf<'send'>[] = [];
  readonly #released = new Set<MessageId>();
  readonly #arrived = new Set<MessageId>();

  constructor(lanes: ReadonlyMap<NodeId, LaneState>) {
    this.lanes = lanes;
  }

  /** Undefined for what is told elsewhere: the fate of a datagram stands beside its sending. */
  follow(event: TraceEvent): Moment | undefined {
    const sent = 'id' in event && event.type !== 'fault' ? this.#sends.get(event.id) : undefined;
    if (event.type === 'hold' || event.type === 'tamper' || event.type === 'drop') {
      if (sent && !(event.type === 'drop' && AT_ARRIVAL.includes(event.why))) {
        sent.fates.push(event);
        return undefined;
      }
    }
    const saves = event.type === 'save' || event.type === 'durable' || event.type === 'torn';
    const before = saves ? this.#known(event.node, event.cells) : undefined;
    if (event.type === 'release') this.#released.add(event.id);
    if (event.type === 'deliver' && sent && !this.#released.has(event.id)) sent.copyHeld = true;
    const again = event.type === 'deliver' && this.#arrived.has(event.id);
    const ended = this.#advance(event);
    const { lanes, forces } = this;
    const known = { sentAt: sent?.event.at, again, before, lanes, forces: ended ?? forces };
    const copy = event.type === 'send' && this.#isCopy(event);
    const moment = { event, fates: [], ...known, copy, copyHeld: false, proof: false };
    if (event.type === 'send') this.#sends.set(event.id, moment);
    return moment;
  }

  #isCopy(event: EventOf<'send'>): boolean {
    const { node, to, message, forged } = event;
    if (!forged) {
      this.#said.push(event);
      return false;
    }
    const { hash } = pack(message, 'message');
    return this.#said.some(
      (one) => one.node === node && one.to === to && pack(one.message, 'message').hash === hash,
    );
  }

  /** Gives the faults as they were, if one of them ends in this event. */
  #advance(event: TraceEvent): readonly Force[] | undefined {
    if (event.type === 'deliver') this.#arrived.add(event.id);
    if (event.type === 'start') this.#lane(event.node, 'up');
    // A first life finds an empty disk: all that is on it later is in the trace.
    if (event.type === 'start' && event.life === 1) this.#whole.add(event.node);
    if (event.type === 'crash') this.#lane(event.node, 'down');
    if (event.type === 'pause' || event.type === 'resume') {
      const down = this.lanes.get(event.node) === 'down';
      if (!down) this.#lane(event.node, event.type === 'pause' ? 'paused' : 'up');
    }
    if (event.type === 'save') this.#lane(event.node, 'saving');
    if (event.type === 'durable' || event.type === 'torn') {
      this.#lane(event.node, 'up');
      const kept = event.type === 'durable' || event.kept;
      if (kept) this.#disks.set(event.node, { ...this.#disks.get(event.node), ...event.cells });
    }
    if (event.type !== 'fault') return undefined;
    const was = this.forces;
    if (event.phase === 'end') {
      this.forces = was.filter((force) => force.id !== event.id);
      return was;
    }
    let place = 0;
    while (was.some((force) => force.place === place)) place++;
    this.forces = [...was, { id: event.id, place, text: event.text }];
    return undefined;
  }

  /** The cells before a save: undefined if the trace does not go back so far. */
  #known(node: NodeId, saved: Cells): Cells | undefined {
    const cells = this.#disks.get(node);
    const whole =
      this.#whole.has(node) || Object.keys(saved).every((cell) => cells && cell in cells);
    return whole ? (cells ?? {}) : undefined;
  }

  #lane(node: NodeId, state: LaneState): void {
    this.lanes = new Map(this.lanes).set(node, state);
  }
}

export type Followed = { readonly moments: readonly Moment[]; readonly nodes: readonly NodeId[] };

/**
 * Nobody runs where the storyteller speaks for a node itself, and yet it hears: that what was sent
 * to it found no node is nothing to tell.
 */
function heardByThePlayed(events: readonly TraceEvent[]): (event: TraceEvent) => boolean {
  const played = new Set(
    events.flatMap((event) => (event.type === 'send' && event.forged ? [event.node] : [])),
  );
  return (event) => event.type === 'drop' && event.why === 'no-such-node' && played.has(event.to);
}

/** All moments of a trace, and the nodes of its world. */
export function follow(events: readonly TraceEvent[]): Followed {
  const follower = new Follower(opening(events));
  const isHeard = heardByThePlayed(events);
  const moments = events
    .filter((event) => !isHeard(event))
    .map((event) => follower.follow(event))
    .filter((moment) => moment !== undefined);
  return { moments, nodes: [...follower.lanes.keys()] };
}
