/** What the disks of a cluster hold: what a crash at this instant would leave. */
import type { NodeId, Plain } from '#harness';
import type { Index, LogCell, Snapshot } from '../../../labs/lab3-raft/types.ts';
import type { RaftStory } from './story.ts';

function cell<T>({ world }: RaftStory, id: NodeId, name: string): Partial<T> {
  const value: Plain = world.cells(id)[name] ?? null;
  return (typeof value === 'object' ? (value ?? {}) : {}) as Partial<T>;
}

/** The last index that a log on disk has; 0 if it has none. */
export function lastOnDisk(story: RaftStory, id: NodeId): Index {
  const { lastIncludedIndex = 0, entries = [] } = cell<LogCell>(story, id, 'log');
  return lastIncludedIndex + entries.length;
}

/** Whether the log on a disk has an entry with this command. */
export function remembers(story: RaftStory, id: NodeId, command: string): boolean {
  const { entries = [] } = cell<LogCell>(story, id, 'log');
  return entries.some((entry) => entry.command === command);
}

/** How far the snapshot on a disk goes; 0 if there is none. */
export function snapshotOnDisk(story: RaftStory, id: NodeId): Index {
  return cell<Snapshot>(story, id, 'snapshot').lastIncludedIndex ?? 0;
}
