import type { Millis, NodeId } from './env.ts';
import { nodesOf, type Fault, type FaultKind, type FaultPlan } from './plan.ts';
import { exponential, sequence } from './random.ts';

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

/**
 * A random non-empty subset: the kinds of one swarm, all others switched off (Groce et al. 2012).
 */
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

/**
 * Keeps crashes and pauses that leave at most `maxDown` nodes down at once, and no node down twice.
 */
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

/**
 * Faults of a random subset of kinds, at random times;
 * how dense they are differs from seed to seed.
 */
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
