/** Commands that a whole cluster is to agree on, and clients that ask for more and more. */
import { exponential, type Millis } from '#harness';
import type { Accepted, RaftStory } from './story.ts';

/** A command that has not been applied by then was perhaps lost with its leader. */
const PATIENCE: Millis = 1000;

/**
 * Proposes to whoever leads until so many servers that are up have applied the command; a new one
 * if the last seems to be lost. Undefined if nothing was agreed on in time.
 */
export async function agree(
  story: RaftStory,
  count: number = story.up().length,
  within: Millis = 5000,
): Promise<Accepted | undefined> {
  for (const end = story.now() + within; story.now() < end;) {
    const accepted = await story.proposeToLeader(story.command(), end - story.now());
    if (!accepted) return undefined;
    const agreed = (): boolean => story.agreed(accepted.command, count);
    if (await story.until(agreed, Math.min(PATIENCE, end - story.now()))) return accepted;
  }
  return undefined;
}

/** Calm, and then one more command: everybody must come to apply it, and all before it. */
export async function finale(story: RaftStory): Promise<void> {
  await story.settle();
  const accepted = await story.proposeToLeader();
  if (accepted) await story.until(() => story.applied(accepted.command), 2000);
}

export type Traffic = { stop(): void };

/**
 * Clients that propose, one after another, with pauses of mean `gap`; now and then to a server that
 * does not lead, or no longer knows that it does not.
 */
export function traffic(story: RaftStory, { gap }: { readonly gap: Millis }): Traffic {
  const { dice } = story;
  let stopped = false;
  const ask = async (): Promise<void> => {
    while (!stopped) {
      await story.sleep(exponential(dice.u()) * gap);
      const leader = story.leader();
      const at = leader === undefined || dice.chance(0.2) ? dice.pick(story.ids) : leader;
      for (let n = dice.integer(1, 3); n > 0 && !stopped; n--) void story.propose(at);
    }
  };
  void ask();
  return { stop: () => void (stopped = true) };
}
