import type { Millis, NodeId } from './env.ts';
import type { KernelEnd } from './kernel.ts';
import type { LinkDials } from './network.ts';
import type { TraceEvent } from './trace.ts';

export type DiskDials = {
  /** ms that a save takes, whatever its size. */
  readonly latency: Millis;
  /** Bytes a second. */
  readonly bandwidth: number;
};

export type WorldOptions = {
  /** The whole run is a function of it. */
  readonly seed: string;
  readonly network?: LinkDials;
  readonly disk?: DiskDials;
  /**
   * Events of one instant in the order of scheduling,
   * or in a drawn one; the seed decides unless said.
   */
  readonly order?: 'scheduled' | 'drawn';
  /** Told of every event, in order, as it happens. */
  readonly observers?: readonly ((event: TraceEvent) => void)[];
  /** Told which node's code is about to run: a watchdog must know whom to blame. */
  readonly heartbeat?: {
    /** A run begins: no node's code runs yet. */
    begin(): void;
    named(index: number, id: NodeId): void;
    enter(index: number, at: Millis): void;
  };
  /** Virtual ms and events after which a run is ended. */
  readonly limits?: { readonly time?: Millis; readonly events?: number };
};

export type RunEnd = {
  readonly end: KernelEnd;
  /** What the story threw, or left unhandled, if it did. */
  readonly error?: unknown;
  readonly at: Millis;
  readonly events: number;
  readonly digest: string;
};
