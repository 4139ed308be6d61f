/** What all plays of this lab share: a quiet line, and a short way to write one down. */
import type { Env, LinkDials, NodeId, Server, TraceEvent } from '#harness';
import type { Play } from '#kit';
import { scenario, type BankStory } from '#kit/lab1';

/** ms that each message of a play takes. */
export const ONE_WAY = 5;

/** Nothing is lost: what goes wrong, the story does. */
export const quiet: LinkDials = {
  latency: { kind: 'constant', value: ONE_WAY },
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
    // A program of the play's own speaks no RPC.
    ...(told.program !== undefined && { without: ['wire-format'] }),
    run,
  }),
});

/** Starts a node that runs a program of the play's own; what it returns can be asked of it. */
export function node(
  story: BankStory,
  id: NodeId,
  program: (env: Env) => Server | undefined | void,
): void {
  story.world.add(id, (env) => program(env as unknown as Env) ?? {});
  story.world.start(id);
}

/** A node puts down a line of its own that begins so. */
export const says =
  (beginning: string) =>
  (event: TraceEvent): boolean =>
    event.type === 'say' && event.text.startsWith(beginning);

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
