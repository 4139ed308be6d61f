/** What part E asks of servers. */
import type { Millis, NodeId } from '#harness';
import type { Application } from '../../../labs/lab3-raft/node.ts';
import type { Proposed } from '../../../labs/lab3-raft/types.ts';
import type { RaftStory } from './story.ts';

/** Has a server hand its leadership to another. */
export function handOver({ world }: RaftStory, from: NodeId, to: NodeId): void {
  void world.invoke(from, 'transferLeadership' satisfies keyof Application, to);
}

/**
 * Rules that count majorities of one set of servers. Where the set changes they say nothing, and
 * those of membership take their place.
 */
export const ofFixedServers: readonly string[] = [
  'leader-votes',
  'commit-majority',
  'commit-own-term',
  'commit-self-durable',
  'commit-min',
  'apply-committed',
  'makes-progress',
];

/** Asks a server for a change until it makes it: it may wait, e.g. for a newcomer to catch up. */
export async function ask(
  story: RaftStory,
  at: NodeId,
  servers: readonly NodeId[],
  within: Millis = 1000,
): Promise<Proposed | undefined> {
  for (const end = story.now() + within; story.now() < end; await story.sleep(20)) {
    const accepted = await story.append(at, 'changeServers', servers);
    if (accepted) return accepted;
  }
  return undefined;
}

/** A configuration that is one server nearer to another; undefined if nothing is missing. */
function stepTo(from: readonly NodeId[], to: readonly NodeId[]): readonly NodeId[] | undefined {
  const missing = to.find((id) => !from.includes(id));
  if (missing !== undefined) return [...from, missing];
  const tooMany = from.find((id) => !to.includes(id));
  return tooMany === undefined ? undefined : from.filter((id) => id !== tooMany);
}

/**
 * Has whoever leads change to these servers, one step after the other. A leader that is new needs a
 * command of its own term first, and gets one. True when it is done.
 */
export async function changeTo(
  story: RaftStory,
  servers: readonly NodeId[],
  within: Millis = 3000,
): Promise<boolean> {
  for (const end = story.now() + within; story.now() < end; await story.sleep(20)) {
    const step = stepTo(story.members(), servers);
    if (!step) return true;
    const leader = await story.aLeader({ within: end - story.now() });
    if (leader === undefined) return false;
    const accepted = await story.append(leader, 'changeServers', step);
    if (accepted) await story.until(() => story.applied(accepted.index, [leader]), 300);
    else void story.propose(leader);
  }
  return false;
}

/** Reads at a server; what comes of it is judged by rules. True when it was answered. */
export async function read({ world }: RaftStory, at: NodeId): Promise<boolean> {
  return (await world.invoke(at, 'read' satisfies keyof Application)) !== null;
}
