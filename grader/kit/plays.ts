import type { LinkDials, TraceEvent } from '#harness';
import type { Scenario, ScenarioOf } from './scenario.ts';
import type { Story } from './story.ts';

/** A tiny run to predict, to watch and to edit. */
export type Play = {
  /** What to type after --story. */
  readonly id: string;
  /** What will happen, in a sentence or two, before it does. */
  readonly opening: string;
  readonly question: string;
  /** The first event that gives the answer away: the timeline stops before it. */
  readonly decisive: (event: TraceEvent) => boolean;
  readonly answer: string;
  /** Said instead of the answer when no rule is broken. */
  readonly mended?: string;
  /** Where the program stands that its nodes run, if that is none of the lab's. */
  readonly program?: string;
  /** The solution with this one wrong decision, a file of the lab's mutants, is what it runs. */
  readonly misreading?: string;
  readonly scenario: Scenario;
};

/** ms that each message of a play takes. */
export const ONE_WAY = 5;

/** Nothing is lost: what goes wrong, the story does. */
export const quiet: LinkDials = {
  latency: { kind: 'constant', value: ONE_WAY },
  loss: 0,
  duplication: 0,
};

/** A play as its author writes it down. */
export type Tale<S extends Story> = Omit<Play, 'scenario'> & {
  /** The step of the assignment that it belongs to. */
  readonly step: string;
  /** Rules of a later step, where breaking them is what the play is about. */
  readonly rules?: readonly string[];
  /** Rules that its programs have nothing to do with. */
  readonly without?: readonly string[];
  run(story: S): Promise<void>;
};

/** The play of a tale, on a quiet network. */
export function playOf<S extends Story>(tale: Tale<S>): Play {
  const { step, rules = [], without = [], run, ...told } = tale;
  const scenario: ScenarioOf<S> = {
    steps: [step],
    points: 0,
    title: `${told.id}, a play.`,
    note: '00-start-here',
    shape: 'story',
    witnesses: {},
    rules,
    without,
    network: quiet,
    run,
  };
  return { ...told, scenario };
}
