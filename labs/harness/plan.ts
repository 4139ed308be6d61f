import type { Millis, NodeId } from './env.ts';
import { matches, type Match } from './interventions.ts';
import type { LinkDials } from './network.ts';
import type { TraceEvent } from './trace.ts';

/**
 * What is done to the world. All of it is data: a plan can be written down, shrunk and replayed.
 */
export type FaultKind =
  /** The node stops, and starts a new life when the fault ends. */
  | { readonly kind: 'crash'; readonly node: NodeId }
  /** The node stands still, and goes on when the fault ends. */
  | { readonly kind: 'pause'; readonly node: NodeId }
  /** Nothing passes between the node and the others. */
  | { readonly kind: 'isolate'; readonly node: NodeId }
  /** Nothing passes between two groups. */
  | { readonly kind: 'halves'; readonly groups: readonly [readonly NodeId[], readonly NodeId[]] }
  /** Two groups that share one node. */
  | {
      readonly kind: 'bridge';
      readonly node: NodeId;
      readonly groups: readonly [readonly NodeId[], readonly NodeId[]];
    }
  /** Nothing passes in one direction. */
  | { readonly kind: 'one-way'; readonly from: readonly NodeId[]; readonly to: readonly NodeId[] }
  /** Every node sees a majority, no two the same: each sees its nearest neighbours on a ring. */
  | { readonly kind: 'ring'; readonly nodes: readonly NodeId[] }
  | { readonly kind: 'slow-disk'; readonly node: NodeId; readonly factor: number }
  | { readonly kind: 'slow-node'; readonly node: NodeId; readonly factor: number }
  /** The node's clock counts so many seconds a second. */
  | { readonly kind: 'skew'; readonly node: NodeId; readonly rate: number }
  /** The datagrams that match are lost. */
  | { readonly kind: 'block'; readonly match: Omit<Match, 'where'> }
  /** One chosen datagram comes later: the number counts those of its link, from 0. */
  | {
      readonly kind: 'delay';
      readonly from: NodeId;
      readonly to: NodeId;
      readonly number: number;
      readonly by: Millis;
    }
  /** The dials of all links that have none of their own. */
  | { readonly kind: 'dials'; readonly dials: Partial<LinkDials> };

/** A moment that the harness sees: the nth event that fits, and a while after it. */
export type Trigger = {
  readonly event: 'send' | 'deliver' | 'save' | 'durable' | 'start' | 'invoke' | 'return';
  readonly node?: NodeId;
  /** Of a send or a deliver (`number`: of a send only); of a call, the method. */
  readonly match?: Omit<Match, 'where' | 'skip' | 'times'>;
  /** From 1. */
  readonly nth: number;
  readonly after?: Millis;
};

/** One fault: from a moment, for so many ms. Its id stays the same when others are taken away. */
export type Fault = FaultKind & { readonly id: string; readonly for: Millis } & (
    | { readonly at: Millis; readonly when?: never }
    | { readonly when: Trigger; readonly at?: never }
  );

export type FaultPlan = readonly Fault[];

/** The nodes that a fault is done to, for the trace. */
export function nodesOf(fault: FaultKind): readonly NodeId[] {
  switch (fault.kind) {
    case 'halves':
    case 'bridge':
      return fault.groups.flat();
    case 'one-way':
      return [...fault.from, ...fault.to];
    case 'ring':
      return fault.nodes;
    case 'delay':
      return [fault.from, fault.to];
    case 'block':
    case 'dials':
      return [];
    default:
      return [fault.node];
  }
}

const parted = ([a, b]: readonly [readonly NodeId[], readonly NodeId[]]): string =>
  `${a.join(' ')} from ${b.join(' ')}`;

/** A fault in a few words. */
export function describeFault(fault: FaultKind): string {
  switch (fault.kind) {
    case 'halves':
      return `cut ${parted(fault.groups)}`;
    case 'bridge':
      return `cut ${parted(fault.groups)}, both see ${fault.node}`;
    case 'one-way':
      return `cut ${fault.from.join(' ')} → ${fault.to.join(' ')}`;
    case 'ring':
      return `majorities ring of ${fault.nodes.join(' ')}`;
    case 'slow-disk':
      return `disk of ${fault.node} ${fault.factor}× slower`;
    case 'slow-node':
      return `${fault.node} ${fault.factor}× slower`;
    case 'skew':
      return `clock of ${fault.node} at rate ${fault.rate}`;
    case 'block':
      return `block ${[fault.match.kind, fault.match.method].filter(Boolean).join(' ') || 'all'}`;
    case 'delay':
      return `${fault.from} → ${fault.to} #${fault.number} ${Number(fault.by.toFixed(3))} ms late`;
    case 'dials':
      return `dials ${Object.keys(fault.dials).join(', ')}`;
    default:
      return `${fault.kind} ${fault.node}`;
  }
}

/** The directions that a fault cuts, among these nodes. */
export function cutsOf(
  fault: FaultKind,
  nodes: readonly NodeId[],
): readonly (readonly [NodeId, NodeId])[] {
  const both = (a: readonly NodeId[], b: readonly NodeId[]) =>
    a.flatMap((x) => b.flatMap((y) => [[x, y] as const, [y, x] as const]));
  switch (fault.kind) {
    case 'isolate':
      return both(
        [fault.node],
        nodes.filter((node) => node !== fault.node),
      );
    case 'halves':
    case 'bridge':
      return both(fault.groups[0], fault.groups[1]);
    case 'one-way':
      return fault.from.flatMap((a) => fault.to.map((b) => [a, b] as const));
    case 'ring':
      return fault.nodes.flatMap((a, i) =>
        fault.nodes.flatMap((b, j) => (seen(i, j, fault.nodes.length) ? [] : [[a, b] as const])),
      );
    default:
      return [];
  }
}

/**
 * Whether two places on a ring of n see each other. A node and its n÷4 (rounded up) neighbours on
 * each side are a majority. Of three nodes that would be all, so their ring is open: its ends do
 * not see each other, and the one between them sees both. Two nodes have but one majority, and
 * nothing to cut.
 */
function seen(i: number, j: number, n: number): boolean {
  const distance = Math.abs(i - j);
  if (n === 3) return distance < 2;
  return Math.min(distance, n - distance) <= Math.ceil(Math.floor(n / 2) / 2);
}

/** Whether an event is one that a trigger counts. */
export function fits(trigger: Trigger, event: TraceEvent): boolean {
  if (event.type !== trigger.event) return false;
  if (trigger.node !== undefined && event.node !== trigger.node) return false;
  if (!trigger.match) return true;
  if (event.type === 'send') {
    const { number = event.number } = trigger.match;
    return number === event.number && matches(trigger.match, event.node, event.to, event.message);
  }
  if (event.type === 'deliver')
    return matches(trigger.match, event.from, event.node, event.message);
  if (event.type === 'invoke' || event.type === 'return')
    return trigger.match.method === event.method;
  return true;
}
