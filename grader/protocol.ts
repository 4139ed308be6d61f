import type { Millis, Script, TraceEvent } from '#harness';
import type { MonitorContext, Violation } from './kit/monitor.ts';
import type { Run } from './kit/run.ts';

/**
 * What the parent asks of a host, and what a host says. Plain data over IPC; the parent believes no
 * score.
 */
export type Load = { readonly type: 'load'; readonly code: string };
/** Tells a scenario at some seeds. */
export type RunTask = {
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

/** What a script is judged by: the ids of rules, and the numbers that they ask for. */
export type Judging = {
  readonly rules: readonly string[];
  readonly options: MonitorContext['options'];
};

/** Tells the script of a run again, which needs no scenario. */
export type TellTask = Judging & {
  readonly type: 'tell';
  readonly script: Script;
  readonly tail: number;
  /** The events of the run as it was, to see where this one goes another way. */
  readonly marks: readonly number[];
};

/** Finds a short script that breaks the same rule. */
export type ShrinkTask = Judging & {
  readonly type: 'shrink';
  readonly script: Script;
  readonly violation: Violation;
  readonly tail: number;
};

export type Task = RunTask | TellTask | ShrinkTask;
export type ToHost = Load | Task;

type Results = { run: RunResult; tell: Retold; shrink: ShortStory };
export type ResultOf<T extends Task> = Results[T['type']];

/** Where two runs part: the first event that differs, counted from 1. */
export type Parting = {
  readonly event: number;
  readonly one?: TraceEvent;
  readonly other?: TraceEvent;
};

export type Failure = {
  readonly number: number;
  readonly seed: string;
  readonly run: Run;
  /** The last events of the run, with what led to the violation. */
  readonly tail: readonly TraceEvent[];
  /** How many events the trace has in all. */
  readonly traced: number;
  /** What was done to the world; of a failing run. */
  readonly script?: Script;
  /** The same seed gave another run. */
  readonly nondeterministic?: {
    readonly first: string;
    readonly second: string;
    readonly parting?: Parting;
  };
};

/** A run that was told again from its script. */
export type Retold = {
  readonly run: Run;
  readonly tail: readonly TraceEvent[];
  readonly traced: number;
  /** A number for each event: the run as it is. */
  readonly marks: readonly number[];
  /** How often something was decided: a fault, a call, the fate of a datagram. */
  readonly decisions: number;
  /** Where it went another way than it had, if it did. */
  readonly parting?: Detour;
};

/** Where a run left its way: after how many decisions, and which was the last of them. */
export type Detour = Parting & { readonly decisions: number; readonly after?: TraceEvent };

/** A fault that is left, and what comes of the run without it: what rule it breaks, if any. */
export type Blame = {
  /** `crash`, `lost`, … */
  readonly kind: string;
  /** In a few words, with its time. */
  readonly fault: string;
  readonly without: string | undefined;
};

/** The shortest story that breaks a rule. */
export type ShortStory = Retold &
  Judging & {
    readonly script: Script;
    readonly minimal: boolean;
    readonly runs: number;
    readonly faults: { readonly before: number; readonly left: readonly Blame[] };
  };

export type RunResult = {
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
  | { readonly type: 'result'; readonly result: RunResult | Retold | ShortStory }
  | { readonly type: 'broken'; readonly error: string };

/**
 * What the watchdog of a host says, on a pipe of its own, when the host cannot; or the parent, of a
 * host whose engine gave up (`died`).
 */
export type Alarm = {
  readonly kind: 'hung' | 'memory' | 'died';
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
