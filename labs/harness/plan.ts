import type { Millis, NodeId } from './env.ts';
import { matches, type Match } from './interventions.ts';
import type { LinkDials } from './network.ts';
import { exponential, sequence } from './random.ts';
import type { TraceEvent } from './trace.ts';

/** What is done to the world. All of it is data: a plan can be written down, shrunk and replayed. */
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

/** A fault in a few words. */
export function describeFault(fault: FaultKind): string {
  switch (fault.kind) {
    case 'halves':
      return `cut ${fault.groups[0].join(' ')} from ${fault.groups[1].join(' ')}`;
    case 'bridge':
      return `cut ${fault.groups[0].join(' ')} from ${fault.groups[1].join(' ')}, both see ${fault.node}`;
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
      return `${fault.from} → ${fault.to} #${fault.number} ${fault.by} ms late`;
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
    case 'ring': {
      // On a ring of n, a node and its n÷4 (rounded up) neighbours on each side are a majority.
      const { length } = fault.nodes;
      const reach = Math.ceil(Math.floor(length / 2) / 2);
      const apart = (i: number, j: number) => Math.min(Math.abs(i - j), length - Math.abs(i - j));
      return fault.nodes.flatMap((a, i) =>
        fault.nodes.flatMap((b, j) => (apart(i, j) > reach ? [[a, b] as const] : [])),
      );
    }
    default:
      return [];
  }
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

export const SWARM_KINDS = [
  'crash',
  'pause',
  'isolate',
  'halves',
  'bridge',
  'one-way',
  'ring',
  'swizzle',
  'slow-disk',
  'slow-node',
  'skew',
] as const;
export type SwarmKind = (typeof SWARM_KINDS)[number];

export type PlanOptions = {
  readonly nodes: readonly NodeId[];
  /** Nodes that may crash, pause or be slow; all of them unless said. */
  readonly victims?: readonly NodeId[];
  /** Faults begin within [from, until), and end by `until`. */
  readonly from?: Millis;
  readonly until: Millis;
  readonly kinds?: readonly SwarmKind[];
  /** The most nodes that are down at once; a minority unless said. */
  readonly maxDown?: number;
};

type Dice = {
  u(): number;
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
};

function dice(seed: string, stream: string): Dice {
  const u = sequence(seed, stream);
  const pick = <T>(items: readonly T[]) => items[Math.floor(u() * items.length)] as T;
  return {
    u,
    pick,
    between: (low, high) => low + u() * (high - low),
    shuffled: (items) => {
      const rest = [...items];
      return items.map(
        () => rest.splice(Math.floor(u() * rest.length), 1)[0] as (typeof rest)[number],
      );
    },
  };
}

/** A random non-empty subset: the kinds of one swarm, all others switched off (Groce et al. 2012). */
export function subset<T>(items: readonly T[], u: () => number): T[] {
  const chosen = items.filter(() => u() < 0.5);
  return chosen.length > 0 ? chosen : [items[Math.floor(u() * items.length)] as T];
}

const round = (ms: number): Millis => Math.round(ms * 1000) / 1000;

function makeFault(
  kind: SwarmKind,
  roll: Dice,
  nodes: readonly NodeId[],
  victims: readonly NodeId[],
): FaultKind[] {
  const order = roll.shuffled(nodes);
  const half = 1 + Math.floor(roll.u() * Math.max(1, nodes.length - 1));
  const groups = [order.slice(0, half), order.slice(half)] as const;
  switch (kind) {
    case 'halves':
      return [{ kind, groups }];
    case 'bridge':
      return [
        {
          kind,
          node: order[0] as NodeId,
          groups: [order.slice(1, Math.max(half, 2)), order.slice(Math.max(half, 2))],
        },
      ];
    case 'one-way':
      return [{ kind, from: groups[0], to: groups[1] }];
    case 'ring':
      return [{ kind, nodes: order }];
    case 'swizzle':
      return groups[0].map((node) => ({ kind: 'isolate', node }));
    case 'slow-disk':
      return [{ kind, node: roll.pick(victims), factor: Math.round(roll.between(2, 50)) }];
    case 'slow-node':
      return [{ kind, node: roll.pick(victims), factor: Math.round(roll.between(2, 20)) }];
    case 'skew':
      return [{ kind, node: roll.pick(victims), rate: round(roll.between(0.98, 1.02)) }];
    case 'isolate':
      return [{ kind, node: roll.pick(nodes) }];
    default:
      return [{ kind, node: roll.pick(victims) }];
  }
}

/** Keeps crashes and pauses that leave at most `maxDown` nodes down at once, and no node down twice. */
function bounded(plan: Fault[], maxDown: number): Fault[] {
  const kept: Fault[] = [];
  for (const fault of plan) {
    const stops = (one: Fault) => one.kind === 'crash' || one.kind === 'pause';
    const overlapping = kept.filter(
      (one) => stops(one) && (one.at ?? 0) + one.for > (fault.at ?? 0),
    );
    const again = overlapping.some((one) => nodesOf(one)[0] === nodesOf(fault)[0]);
    if (!stops(fault) || (overlapping.length < maxDown && !again)) kept.push(fault);
  }
  return kept;
}

/** Faults of a random subset of kinds, at random times; how dense they are differs from seed to seed. */
export function swarm(seed: string, options: PlanOptions): FaultPlan {
  const roll = dice(seed, 'plan:swarm');
  const {
    nodes,
    until,
    victims = nodes,
    from = 0,
    maxDown = Math.floor((nodes.length - 1) / 2),
  } = options;
  const kinds = subset(options.kinds ?? SWARM_KINDS, roll.u);
  const gap = roll.between(100, 2000);
  const plan: Fault[] = [];
  for (
    let at = from + exponential(roll.u()) * gap, n = 1;
    at < until;
    at += exponential(roll.u()) * gap, n++
  ) {
    const made = makeFault(roll.pick(kinds), roll, nodes, victims);
    for (const [i, fault] of made.entries()) {
      const begin = made.length > 1 ? at + roll.u() * gap : at;
      if (begin >= until) continue;
      const length = Math.min(roll.between(0.2, 2) * gap, until - begin);
      plan.push({
        ...fault,
        id: made.length > 1 ? `f${n}.${i + 1}` : `f${n}`,
        at: round(begin),
        for: round(length),
      });
    }
  }
  return bounded(
    plan.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)),
    maxDown,
  );
}

export type StormOptions = {
  readonly victims: readonly NodeId[];
  readonly from?: Millis;
  readonly until: Millis;
  readonly kind?: 'crash' | 'pause' | 'isolate';
  /** ms between the beginnings of two faults. */
  readonly gap?: readonly [Millis, Millis];
  /** ms that a fault lasts. */
  readonly down?: readonly [Millis, Millis];
  readonly maxDown?: number;
};

/** One kind of fault, concentrated: it finds what a mixture does not. */
export function storm(seed: string, options: StormOptions): FaultPlan {
  const roll = dice(seed, 'plan:storm');
  const {
    victims,
    until,
    from = 0,
    kind = 'crash',
    gap = [100, 400],
    down = [30, 180],
    maxDown = victims.length,
  } = options;
  const plan: Fault[] = [];
  for (let at = from + roll.between(...gap), n = 1; at < until; at += roll.between(...gap), n++) {
    plan.push({
      kind,
      node: roll.pick(victims),
      id: `f${n}`,
      at: round(at),
      for: round(roll.between(...down)),
    });
  }
  return bounded(plan, maxDown);
}
