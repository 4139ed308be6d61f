import type { DiskDials, LinkDials, Millis, Plain } from '#harness';
import type { Story } from './story.ts';

/** A story with a claim for a title. The file's name is its id. */
export type Scenario = {
  /** The steps of the assignment that it shows, e.g. ['A2', 'A5']. The first names the part. */
  readonly steps: readonly [string, ...string[]];
  readonly points: number;
  /** A claim that could be false. */
  readonly title: string;
  /** Where the notes explain what is asked: page and heading, '05-exactly-once#keep-the-answer'. */
  readonly note: string;
  readonly cites?: string;
  /** Stories run at few seeds, swarms at many: the manifest says how many. */
  readonly shape: 'story' | 'swarm';
  /** What must have happened at some seed, or the scenario has shown nothing: name → sentence. */
  readonly witnesses: Readonly<Record<string, string>>;
  /** Rules asked for by name, beyond those that every scenario of the part checks. */
  readonly rules?: readonly string[];
  /** Rules that this world makes meaningless, with the reason in a comment. */
  readonly without?: readonly string[];
  /** Numbers that rules ask for, e.g. budgets. */
  readonly options?: Readonly<Record<string, Plain>>;
  readonly network?: LinkDials;
  readonly disk?: DiskDials;
  readonly limits?: { readonly time?: Millis; readonly events?: number };
  /** Tells the story. It asks no claims of its own: rules do. */
  run(story: never): Promise<void>;
};

export type ScenarioOf<S extends Story> = Omit<Scenario, 'run'> & { run(story: S): Promise<void> };

/** The part of a step: 'B2' belongs to 'B'. */
export const partOf = (scenario: Pick<Scenario, 'steps'>): string => scenario.steps[0].charAt(0);

/** The last step of its part that a scenario asks for: what comes later is not asked yet. */
export const lastStepOf = (scenario: Pick<Scenario, 'steps'>): string =>
  scenario.steps
    .filter((step) => step.startsWith(partOf(scenario)))
    .toSorted()
    .at(-1) ?? '';
