import type { NodeId } from '#harness';
import {
  HEARTBEAT_INTERVAL,
  MAX_ENTRIES,
  type AppendEntriesReply,
  type Index,
  type Snapshot,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import type { Log } from './log.ts';
import type { Server } from './server.ts';
import type { Table } from './table.ts';

/** One request after the other, for as long as this server leads in this term. */
export async function replicateTo(
  server: Server,
  table: Table,
  peer: NodeId,
  term: Term,
): Promise<void> {
  const { env } = server;
  while (server.leads(term)) {
    const { snapshot } = server;
    const behind = table.next(peer) <= server.log.base && snapshot !== undefined;
    const beat = env.sleep(HEARTBEAT_INTERVAL);
    // A reply that comes after the beat is heard all the same.
    const round = behind
      ? install(server, table, peer, term, snapshot)
      : append(server, table, peer, term);
    await Promise.race([round, beat]);
    if (server.leads(term) && table.next(peer) > server.log.last)
      await Promise.race([server.news.heard(), server.turned.heard(), beat]);
  }
}

async function append(server: Server, table: Table, peer: NodeId, term: Term): Promise<void> {
  const { log, commitIndex, env } = server;
  const prevLogIndex = table.next(peer) - 1;
  const prevLogTerm = log.termAt(prevLogIndex) ?? 0;
  const entries = log.from(prevLogIndex + 1, MAX_ENTRIES);
  const reply = await env.rpc.call(peer, 'AppendEntries', {
    term,
    leaderId: env.id,
    prevLogIndex,
    prevLogTerm,
    entries,
    leaderCommit: commitIndex,
  });
  if (!reply || !stillLeads(server, term, reply.term)) return;
  if (reply.success) matched(server, table, peer, prevLogIndex + entries.length);
  else if (prevLogIndex === table.next(peer) - 1)
    table.refused(peer, backedOff(server.log, prevLogIndex, reply));
}

async function install(
  server: Server,
  table: Table,
  peer: NodeId,
  term: Term,
  snapshot: Snapshot,
): Promise<void> {
  const { env } = server;
  const args = { term, leaderId: env.id, ...snapshot };
  const reply = await env.rpc.call(peer, 'InstallSnapshot', args);
  if (!reply || !stillLeads(server, term, reply.term)) return;
  matched(server, table, peer, snapshot.lastIncludedIndex);
}

function stillLeads(server: Server, term: Term, heard: Term): boolean {
  server.hear(heard);
  server.persist();
  return server.leads(term);
}

/** §5.3: behind the last entry of the term that conflicts, or where the follower says. */
function backedOff(log: Log, prevLogIndex: Index, reply: AppendEntriesReply): Index {
  const { conflictTerm, conflictIndex = prevLogIndex } = reply;
  const mine = conflictTerm === undefined ? undefined : log.lastOf(conflictTerm);
  const hint = mine === undefined ? conflictIndex : mine + 1;
  return Math.max(1, Math.min(hint, prevLogIndex));
}

/** §5.3 and §5.4.2: what a majority holds is committed, if it is of this term. */
function matched(server: Server, table: Table, peer: NodeId, index: Index): void {
  table.matched(peer, index);
  const held = table.heldBy(server.majority - 1);
  if (server.log.termAt(held) === server.term) server.commit(held);
}
