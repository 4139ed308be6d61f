/** Part D. What remains of a log beside a snapshot. */
import { todo } from '#harness';
import type { Log } from './log.ts';
import type { Snapshot } from './types.ts';

/**
 * D2. The log of a server that has this snapshot (Figure 13, InstallSnapshot 6 and 7): what follows
 * the last included entry is kept, if the log holds that very entry.
 */
export function besideSnapshot(log: Log, snapshot: Omit<Snapshot, 'data'>): Log {
  void [log, snapshot];
  return todo('D2');
}
