import type { Millis } from '#harness';
import type { RaftStory } from './story.ts';

/** Longer than rules let a calm cluster take, so that it is they who say what went wrong. */
const PATIENCE: Millis = 1600;

/**
 * Proposes so many commands, each when all that are up have applied the last. False as soon as one
 * is not taken, or not applied.
 */
export async function inTurn(story: RaftStory, count: number, bytes = 0): Promise<boolean> {
  for (let n = 0; n < count; n++) {
    const accepted = await story.proposeToLeader(story.command().padEnd(bytes, '.'), 1000);
    if (!accepted) return false;
    if (!(await story.until(() => story.applied(accepted.command), PATIENCE))) return false;
  }
  return true;
}
