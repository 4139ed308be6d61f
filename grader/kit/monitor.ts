import type { Millis, NodeId, Plain, Proof, TraceEvent } from '#harness';

/** A sentence that no correct program contradicts, whatever the world does. */
export type Rule = {
  readonly id: string;
  readonly sentence: string;
  /** The part, or the step, from which it is checked: `B`, or `A4`. */
  readonly from: string;
  /** Checked only where a scenario asks for it by name: it needs a world that is made for it. */
  readonly onRequest?: true;
  /**
   * It says something of all calls of a story together, e.g. a mean: of a part of the story it says
   * nothing, so a failure of it is not shrunk.
   */
  readonly ofTheWhole?: true;
  /** The note, and the place in it, to read: `05-exactly-once#keep-the-answer`. */
  readonly note: string;
  /** Where the rule is argued, if not in the notes alone. */
  readonly cites?: string;
  /** Asked of a student who broke it, before anything is told. */
  readonly question?: string;
};

export type Violation = {
  readonly rule: string;
  readonly node: NodeId;
  readonly at: Millis;
  /** What happened, with names and times, in one or two sentences. */
  readonly text: string;
  /** The two or three events that prove it, in order. */
  readonly proof: readonly Proof[];
};

/** A proof whose words may be made when it is told: most never are, and words cost. */
export type Evidence = Omit<Proof, 'text'> & { readonly text: string | (() => string) };

export const settled = ({ at, node, text }: Evidence): Proof => ({
  at,
  node,
  text: typeof text === 'string' ? text : text(),
});

/** Tells of a violation. The grader ends the run after the event; nothing is thrown. */
export type Tell = (rule: string, node: NodeId, text: string, proof: readonly Evidence[]) => void;

/** What a monitor may know beside the events. */
export type MonitorContext = {
  readonly tell: Tell;
  /** Virtual time in ms. */
  now(): Millis;
  /** Calls back at a virtual time, if the run lives so long. */
  after(ms: Millis, check: () => void): void;
  /** Numbers that a scenario gives to its rules, e.g. a budget. */
  readonly options: { readonly [name: string]: Plain };
};

/** Watches every event of a run for one rule, or a few that share what they must remember. */
export type Monitor = {
  readonly observe: (event: TraceEvent) => void;
  /** The story has ended without a violation. */
  readonly finish?: () => void;
};

export type MonitorFactory = {
  /** The rules that it tells of. */
  readonly rules: readonly string[];
  readonly create: (context: MonitorContext) => Monitor;
};

/** A lab's rules, in the order in which violations of one event are said, and its monitors. */
export type RuleBook = {
  readonly rules: readonly Rule[];
  readonly monitors: readonly MonitorFactory[];
};
