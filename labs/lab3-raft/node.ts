/** Given. What runs on one server of this lab: your Raft, and the service above it. */
import { todo, type Millis, type NodeId } from '#harness';
import { Service } from './service.ts';
import type {
  Command,
  CreateRaft,
  Index,
  Proposed,
  Raft,
  RaftEnv,
  Snapshot,
  StateMachine,
  Term,
} from './types.ts';

/** The file that you write exports it. */
export type Parts = { createRaft: CreateRaft };

/** What a scenario says of one server. */
export type World = {
  readonly servers: readonly NodeId[];
  /** Part D: the service takes a snapshot when it has applied so many entries since the last. */
  readonly snapshotEvery?: number;
  /** … and hands it over so many ms later; unless said, at once, from within `apply`. */
  readonly snapshotAfter?: Millis;
  /** Bytes of a snapshot, besides a few. */
  readonly ballast?: number;
  /** Part E. */
  readonly preVote?: boolean;
  /** E4: those that vote at first; `servers` names all that there will ever be. */
  readonly members?: readonly NodeId[];
  /** Told of what reaches the service. */
  readonly applied?: (index: Index, command: Command) => void;
  readonly restored?: (snapshot: Snapshot) => void;
};

/** What a scenario may call on a server. */
export type Application = {
  propose(command: Command): Proposed | undefined;
  status(): { term: Term; isLeader: boolean };
  /** Has the service take a snapshot now. */
  snapshot(): void;
  /** Part E. */
  transferLeadership(to: NodeId): void;
  changeServers(servers: readonly NodeId[]): Proposed | undefined;
  /** How far the service had come when it was read; undefined if it could not be read here. */
  read(): Promise<{ applied: Index } | undefined>;
};

export type Start = (env: RaftEnv, world: World) => Application;

export function startWith({ createRaft }: Parts): Start {
  if (typeof createRaft !== 'function')
    throw new TypeError('createRaft is no function: look at the file that exports it');
  return (env, world) => {
    const { servers, members, ballast = 0, preVote = false } = world;
    const service = new Service(ballast);
    /** While it is being made, it can be told nothing. */
    const above: { raft?: Raft } = {};
    const handOver = (): void => {
      const { applied } = service.state;
      if (applied > 0) above.raft?.snapshot(applied, service.state);
    };
    const machine = machineOf(env, world, service, handOver);
    const membership = members !== undefined;
    const raft = createRaft(env, members ?? servers, machine, { preVote, membership });
    above.raft = raft;
    return {
      propose: (command) => raft.propose(command),
      status: () => raft.status(),
      snapshot: handOver,
      transferLeadership: (to) =>
        raft.transferLeadership ? raft.transferLeadership(to) : todo('E2'),
      changeServers: (to) => (raft.changeServers ? raft.changeServers(to) : todo('E4')),
      async read() {
        const index = await (raft.readIndex ? raft.readIndex() : todo('E3'));
        if (index === undefined) return undefined;
        while (service.state.applied < index) await env.sleep(1);
        return { applied: service.state.applied };
      },
    };
  };
}

/** The service as Raft sees it: it takes snapshots when the world says so. */
function machineOf(
  env: RaftEnv,
  { snapshotEvery = Infinity, snapshotAfter, applied, restored }: World,
  service: Service,
  handOver: () => void,
): StateMachine {
  let lastSnapshot = 0;
  const later = async (ms: Millis): Promise<void> => {
    await env.sleep(ms);
    handOver();
  };
  return {
    apply(index, command) {
      service.apply(index, command);
      applied?.(index, command);
      if (index - lastSnapshot < snapshotEvery) return;
      lastSnapshot = index;
      if (snapshotAfter === undefined) handOver();
      else env.spawn('snapshot of the service', () => later(snapshotAfter));
    },
    restore(snapshot) {
      service.restore(snapshot);
      lastSnapshot = snapshot.lastIncludedIndex;
      restored?.(snapshot);
    },
  };
}
