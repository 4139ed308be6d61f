/** What all plays of this lab share: a quiet line, and a short way to write one down. */
import type { LinkDials, TraceEvent } from '#harness';
import type { Play } from '#kit';
import { scenario, type BankStory } from '#kit/lab1';

/** 5 ms each way, and nothing lost: what goes wrong, the story does. */
export const quiet: LinkDials = {
  latency: { kind: 'constant', value: 5 },
  loss: 0,
  duplication: 0,
};

type Tale = Omit<Play, 'scenario'> & {
  /** The step of the assignment that it belongs to. */
  readonly step: string;
  /** A rule of a later part, where breaking it is what the play is about. */
  readonly rules?: readonly string[];
  run(story: BankStory): Promise<void>;
};

export const play = ({ step, rules = [], run, ...told }: Tale): Play => ({
  ...told,
  scenario: scenario({
    steps: [step],
    points: 0,
    title: `${told.id}, a play.`,
    note: '00-start-here',
    shape: 'story',
    witnesses: {},
    rules,
    network: quiet,
    run,
  }),
});

/** A reply reaches c1. */
export const replyReachesC1 = (event: TraceEvent): boolean =>
  event.type === 'deliver' && event.node === 'c1';

/** The application on c1 is told what came of a call. */
export const c1IsTold = (event: TraceEvent): boolean =>
  event.type === 'return' && event.node === 'c1';

/** The bank begins to save its books with so many entries. */
export const savesEntry =
  (receipts: number) =>
  (event: TraceEvent): boolean =>
    event.type === 'save' &&
    event.node === 'bank' &&
    (event.cells['books'] as { receipts?: number } | undefined)?.receipts === receipts;
