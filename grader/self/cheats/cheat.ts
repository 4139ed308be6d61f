import type { DefenceName } from './defences.ts';

/** What the author of a cheat claims. */
export type Cheat = {
  /** What it tries, in a sentence. */
  readonly tries: string;
  /** The scenario that it is graded by. */
  readonly in: string;
  /** What the grade says of it: a part of verdict, rule and text. It scores nothing. */
  readonly said: string;
  /** The one defence that stops it. */
  readonly stoppedBy: DefenceName;
  /** What a grader without that defence says: there the cheat succeeds. */
  readonly otherwise: string;
  /** How many seeds show it; 2 unless said. */
  readonly seeds?: number;
  /** Walls that have fallen already, here as there: what stops it is the one behind them. */
  readonly behind?: readonly DefenceName[];
};
