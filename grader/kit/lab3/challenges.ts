/** What part E asks of servers. */
import type { NodeId } from '#harness';
import type { Application } from '../../../labs/lab3-raft/node.ts';
import type { RaftStory } from './story.ts';

/** Has a server hand its leadership to another. */
export function handOver({ world }: RaftStory, from: NodeId, to: NodeId): void {
  void world.invoke(from, 'transferLeadership' satisfies keyof Application, to);
}

/** Reads at a server; what comes of it is judged by rules. True when it was answered. */
export async function read({ world }: RaftStory, at: NodeId): Promise<boolean> {
  return (await world.invoke(at, 'read' satisfies keyof Application)) !== null;
}
