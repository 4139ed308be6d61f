/** What all plays of this lab share. */
import type { Env, NodeId, Server, TraceEvent } from '#harness';
import { playOf, type Play, type Tale } from '#kit';
import type { BankStory } from '#kit/lab1';

export { ONE_WAY, quiet } from '#kit';

/** A program of the play's own speaks no RPC. */
export const play = (tale: Tale<BankStory>): Play =>
  playOf({ ...tale, ...(tale.program !== undefined && { without: ['wire-format'] }) });

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
