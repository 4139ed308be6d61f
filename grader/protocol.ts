import type { Millis, TraceEvent } from '#harness';
import type { Run } from './kit/run.ts';

/**
 * What the parent asks of a host, and what a host says. Plain data over IPC; the parent believes no
 * score.
 */
export type Load = { readonly type: 'load'; readonly code: string };
export type Task = {
  readonly type: 'run';
  readonly scenario: string;
  /** Seeds in order, with their numbers. */
  readonly seeds: readonly { readonly number: number; readonly seed: string }[];
  /** Go on after a failing seed. */
  readonly keepGoing: boolean;
  /** Run once more, and compare: each that fails, and this part of those that pass. */
  readonly recheck: number;
  /** How many events of a failing run to send along, from its end; Infinity does not travel. */
  readonly tail: number;
  /** Send the trace of a passing run too. */
  readonly always?: boolean;
};
export type ToHost = Load | Task;

export type Failure = {
  readonly number: number;
  readonly seed: string;
  readonly run: Run;
  /** The last events of the run, with what led to the violation. */
  readonly tail: readonly TraceEvent[];
  /** How many events the trace has in all. */
  readonly traced: number;
  /** The same seed gave another run. */
  readonly nondeterministic?: { readonly first: string; readonly second: string };
};

export type TaskResult = {
  readonly scenario: string;
  readonly ran: number;
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly witnessed: readonly string[];
  readonly events: number;
  readonly virtual: Millis;
  /** Wall time in ms. */
  readonly wall: number;
  /** The host's resident memory in bytes, after it. */
  readonly memory: number;
  /** A passing run, where it was asked for. */
  readonly passing?: Failure;
};

export type FromHost =
  | { readonly type: 'ready' }
  | { readonly type: 'loaded'; readonly error?: string }
  | { readonly type: 'progress'; readonly scenario: string; readonly done: number }
  | { readonly type: 'result'; readonly result: TaskResult }
  | { readonly type: 'broken'; readonly error: string };

/** What the watchdog of a host says, on a pipe of its own, when the host cannot. */
export type Alarm = {
  readonly kind: 'hung' | 'memory';
  /** The node whose code ran last, and its event, counted over all nodes. */
  readonly node: string;
  readonly events: number;
  /** Virtual time. */
  readonly at: Millis;
  /** Wall ms that nothing moved. */
  readonly patience: number;
  /** What runs, innermost first; empty where it could not be found out. */
  readonly stack: string;
};
