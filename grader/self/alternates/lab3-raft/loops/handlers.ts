import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  RequestVoteArgs,
  RequestVoteReply,
} from '../../../../../labs/lab3-raft/types.ts';
import type { Server } from './server.ts';

/** §5.4.1: the later last term wins; of equal ones, the longer log. */
function behindMine(server: Server, { lastLogTerm, lastLogIndex }: RequestVoteArgs): boolean {
  const { log } = server;
  return lastLogTerm < log.lastTerm || (lastLogTerm === log.lastTerm && lastLogIndex < log.last);
}

function vote(server: Server, args: RequestVoteArgs): RequestVoteReply {
  server.hear(args.term);
  const free = server.votedFor === null || server.votedFor === args.candidateId;
  const voteGranted = args.term === server.term && free && !behindMine(server, args);
  if (voteGranted) {
    server.enter(server.term, args.candidateId);
    server.wait();
  }
  server.persist();
  return { term: server.term, voteGranted };
}

/** A message of a leader of the current term. */
function follow(server: Server, term: number): boolean {
  server.hear(term);
  if (term < server.term) return false;
  server.turn('follower');
  server.wait();
  return true;
}

function append(server: Server, args: AppendEntriesArgs): AppendEntriesReply {
  if (!follow(server, args.term)) return { term: server.term, success: false };
  const { prevLogIndex, prevLogTerm, entries, leaderCommit } = args;
  const { log, term } = server;
  const mine = log.termAt(prevLogIndex);
  // What lies before the base was committed: it agrees.
  if (prevLogIndex >= log.base && mine !== prevLogTerm) {
    server.persist();
    if (mine === undefined) return { term, success: false, conflictIndex: log.last + 1 };
    const conflictIndex = log.runStart(prevLogIndex);
    return { term, success: false, conflictTerm: mine, conflictIndex };
  }
  server.become(log.merged(prevLogIndex, entries));
  server.persist();
  server.commit(Math.min(leaderCommit, prevLogIndex + entries.length));
  return { term, success: true };
}

function install(server: Server, args: InstallSnapshotArgs): InstallSnapshotReply {
  const { lastIncludedIndex, lastIncludedTerm, data } = args;
  if (follow(server, args.term) && lastIncludedIndex > server.commitIndex)
    server.keep({ lastIncludedIndex, lastIncludedTerm, data });
  server.persist();
  if (args.term === server.term) server.commit(lastIncludedIndex);
  return { term: server.term };
}

/** The receivers of Figures 2 and 13: none of them waits, so each is atomic. */
export function handle(server: Server): void {
  const { rpc } = server.env;
  rpc.handle('RequestVote', (args) => vote(server, args));
  rpc.handle('AppendEntries', (args) => append(server, args));
  rpc.handle('InstallSnapshot', (args) => install(server, args));
}
