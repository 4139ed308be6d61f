import type { Millis, NodeId, Plain } from './env.ts';
import type { Fate } from './fates.ts';
import type { LinkDials } from './network.ts';
import type { FaultKind, FaultPlan } from './plan.ts';
import type { DiskDials } from './world-options.ts';

/** What whoever tells a story does to its world, as data. */
export type Action =
  /** A node that is down; `role` is what its program is told of the world. */
  | { readonly do: 'add'; readonly node: NodeId; readonly role: Plain }
  | { readonly do: 'start'; readonly node: NodeId }
  | {
      readonly do: 'invoke';
      readonly node: NodeId;
      readonly method: string;
      readonly args: readonly Plain[];
    }
  /** A fault, until it is ended, or for so many ms. */
  | { readonly do: 'begin'; readonly id: string; readonly fault: FaultKind; readonly for?: Millis }
  | { readonly do: 'end'; readonly id: string }
  | { readonly do: 'plan'; readonly plan: FaultPlan }
  | { readonly do: 'dials'; readonly dials: LinkDials }
  /** Somebody in the middle sends in another's name. */
  | {
      readonly do: 'forge';
      readonly from: NodeId;
      readonly to: NodeId;
      readonly message: Plain;
      readonly after: Millis;
    }
  /** Lets a datagram arrive that was held, or the copy of it that was. */
  | { readonly do: 'release'; readonly datagram: DatagramName; readonly copy: number }
  | { readonly do: 'calm' }
  | { readonly do: 'note'; readonly text: string }
  /** The story has been told. */
  | { readonly do: 'finish' };

/**
 * A datagram by what it is, and not by its number, which changes when other things are taken away:
 * its link, its name, and how many of that name have passed the link before it.
 */
export type DatagramName = string;

/** Names a message: the same in each run in which it means the same. */
export type Namer = (message: Plain, from: NodeId, to: NodeId) => string;

/**
 * When something was done: in an event of its own, after so many of the world's events in that
 * microsecond; or within an event of the trace, by name: `durable bank #3`, the third of that name
 * in the run, or `durable bank`, the first at that time or after it.
 */
export type Moment =
  | { readonly at: Millis; readonly after: number; readonly on?: never }
  | { readonly at: Millis; readonly on: string; readonly after?: never };

export type Step = Moment & { readonly action: Action };

/**
 * A run as its decisions: what was done to the world, and what became of each datagram. With the
 * program of its nodes it is the run. Plain data.
 */
export type Script = {
  /** What nobody decided is drawn from it: timers and draws of nodes, torn saves. */
  readonly seed: string;
  readonly network: LinkDials;
  readonly disk: DiskDials;
  readonly limits: { readonly time: Millis; readonly events: number };
  /** Where the run was cut, if its story was not told to its end. */
  readonly until?: Millis;
  readonly steps: readonly Step[];
  /** When each fault began that waited for a trigger, by its id. */
  readonly fired: readonly (readonly [string, Millis])[];
  readonly fates: readonly (readonly [DatagramName, Fate])[];
};
