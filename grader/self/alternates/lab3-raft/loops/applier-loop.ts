import type { Server } from './server.ts';

/** The only place that applies: in order, whatever comes first. */
export async function applierLoop(server: Server): Promise<void> {
  for (;;) {
    applyAll(server);
    await server.committed.heard();
  }
}

/** `apply` may take a snapshot: everything is looked at anew for each index. */
function applyAll(server: Server): void {
  for (;;) {
    const { snapshot, log, machine } = server;
    const next = server.lastApplied + 1;
    const entry = log.entryAt(next);
    if (snapshot && snapshot.lastIncludedIndex >= next) {
      server.lastApplied = snapshot.lastIncludedIndex;
      machine.restore(snapshot);
    } else if (entry && next <= server.commitIndex) {
      server.lastApplied = next;
      machine.apply(next, entry.command);
    } else return;
  }
}
