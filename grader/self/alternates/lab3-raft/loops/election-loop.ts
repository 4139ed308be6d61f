import type { NodeId } from '#harness';
import type { RequestVoteArgs } from '../../../../../labs/lab3-raft/types.ts';
import { replicateTo } from './replicator-loop.ts';
import type { Server } from './server.ts';
import { Table } from './table.ts';

/** Sleeps until nobody was heard of for too long, and campaigns; a leader waits for its end. */
export async function electionLoop(server: Server): Promise<void> {
  for (;;) {
    const left = server.patience - server.env.now();
    if (server.role === 'leader') await server.turned.heard();
    else if (left > 0) await server.env.sleep(left);
    else campaign(server);
  }
}

function campaign(server: Server): void {
  server.enter(server.term + 1, server.env.id);
  server.turn('candidate');
  server.persist();
  server.wait();
  const votes = new Set([server.env.id]);
  const args: RequestVoteArgs = {
    term: server.term,
    candidateId: server.env.id,
    lastLogIndex: server.log.last,
    lastLogTerm: server.log.lastTerm,
  };
  for (const peer of server.peers)
    server.env.spawn(`asks ${peer} for its vote`, () => ask(server, peer, args, votes));
}

async function ask(
  server: Server,
  peer: NodeId,
  args: RequestVoteArgs,
  votes: Set<NodeId>,
): Promise<void> {
  const reply = await server.env.rpc.call(peer, 'RequestVote', args);
  if (!reply) return;
  server.hear(reply.term);
  server.persist();
  const stands = server.role === 'candidate' && server.term === args.term;
  if (!stands || !reply.voteGranted) return;
  votes.add(peer);
  if (votes.size >= server.majority) lead(server);
}

function lead(server: Server): void {
  const { term, env, peers } = server;
  server.turn('leader');
  env.trace('leads', { term });
  const table = new Table(peers, server.log.last);
  for (const peer of peers)
    env.spawn(`replicates to ${peer}`, () => replicateTo(server, table, peer, term));
}
