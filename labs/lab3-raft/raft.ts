/** A Raft server: what it remembers, whom it hears, and what it does about it. */
import { todo, type NodeId } from '#harness';
import { emptyLog, type Log } from './log.ts';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  Command,
  CreateRaft,
  Index,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  Proposed,
  Raft,
  RaftEnv,
  RequestVoteArgs,
  RequestVoteReply,
  Snapshot,
  StateMachine,
  Term,
} from './types.ts';

class RaftServer implements Raft {
  readonly env: RaftEnv;
  readonly servers: readonly NodeId[];
  readonly machine: StateMachine;
  // ---- Persistent state on all servers (Figure 2): A4 saves and loads two, B1 and C1 the log ----
  currentTerm: Term = 0;
  votedFor: NodeId | null = null;
  log: Log = emptyLog;
  // ---- Volatile state on all servers (B3) ----
  commitIndex: Index = 0;
  lastApplied: Index = 0;
  // ---- What else this server must know, e.g. whether it leads, is yours ----

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    this.env = env;
    this.servers = servers;
    this.machine = machine;
  }

  start(): this {
    const { rpc } = this.env;
    rpc.handle('RequestVote', (args) => this.onRequestVote(args));
    rpc.handle('AppendEntries', (args) => this.onAppendEntries(args));
    rpc.handle('InstallSnapshot', (args) => this.onInstallSnapshot(args));
    // A2: here begins the task that watches for silence.
    // Begin with votes.ts, and with onRequestVote below. When they are written, this becomes
    // `return this`.
    return todo('A1');
  }

  // ---- What others ask. A handler without `await` is atomic ----

  /** A1: the answer. A3: terms. A4: what must be on the disk before the answer? */
  onRequestVote(args: RequestVoteArgs): RequestVoteReply {
    void args;
    return todo('A1');
  }

  /** A2: a heartbeat. A3: terms. B1: entries. B3: commit. */
  onAppendEntries(args: AppendEntriesArgs): AppendEntriesReply {
    void args;
    return todo('A2');
  }

  /** D2. */
  onInstallSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply {
    void args;
    return todo('D2');
  }

  // ---- What the service asks ----

  /** B2. */
  propose(command: Command): Proposed | undefined {
    void command;
    return todo('B2');
  }

  /** A2. */
  status(): { term: Term; isLeader: boolean } {
    return todo('A2');
  }

  /** D1. */
  snapshot(index: Index, data: Snapshot['data']): void {
    void [index, data];
    todo('D1');
  }

  // ---- A2: campaign, count votes, lead · A3: hear of a newer term, step down ----
  // ---- B2: replicate to each follower · B3: commit, and apply · B4: back up fast ----
}

export const createRaft: CreateRaft = (env, servers, machine, options) => {
  if (options.preVote) todo('E1');
  return new RaftServer(env, servers, machine).start();
};
