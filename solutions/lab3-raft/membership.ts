/**
 * Part E, E4. Who votes is said in the log, and changes by one server at a time (Ongaro,
 * dissertation, chapter 4; the third condition of `mayChange` is his message of 2015).
 */
import type { NodeId } from '#harness';
import type {
  Command,
  Configuration,
  CreateRaft,
  Index,
  Proposed,
  Snapshot,
} from '../../labs/lab3-raft/types.ts';
import { ChallengeServer, LendableLeadership } from './challenges.ts';
import type { Leadership, Leader } from './leadership.ts';
import { entryAt, lastIndex, type Log } from './log.ts';

/** A configuration, and where it stands. */
export type Placed = Configuration & { readonly index: Index };

export const isConfiguration = (command: Command): command is Configuration =>
  typeof command === 'object' && command !== null && 'servers' in command;

/** The last configuration in a log up to an index; `base` stands before the log. */
export function newestConfiguration(log: Log, index: Index, base: Placed): Placed {
  for (let at = Math.min(index, lastIndex(log)); at > log.lastIncludedIndex; at--) {
    const command = entryAt(log, at)?.command ?? null;
    if (isConfiguration(command)) return { servers: command.servers, index: at };
  }
  return base;
}

/** Any two majorities have a server in common, if the sets differ by a single server (§4.1). */
export function differByOne(one: readonly NodeId[], other: readonly NodeId[]): boolean {
  const onlyIn = (a: readonly NodeId[], b: readonly NodeId[]) => a.filter((id) => !b.includes(id));
  return onlyIn(one, other).length + onlyIn(other, one).length === 1;
}

/** What a leader needs to know of its configuration besides. */
export type ChangingLeader = Leader & { readonly configuration: Placed };

/** A leadership whose followers come and go. */
export class ChangingLeadership extends LendableLeadership {
  declare protected readonly server: ChangingLeader;

  /** Whoever is in the newest configuration is sent to, and nobody else. */
  override replicate(): void {
    const { peers } = this.server;
    for (const id of this.followers.keys()) if (!peers.includes(id)) this.followers.delete(id);
    for (const id of peers) if (!this.followers.has(id)) this.meet(id);
    super.replicate();
  }

  /** It may end within the answer that commits its end: then nobody is sent anything more. */
  override end(): void {
    super.end();
    this.followers.clear();
  }

  /** A leader that has removed itself does not count itself (§4.2.2). */
  protected override matchIndexes(): readonly Index[] {
    const { env, log, configuration } = this.server;
    return configuration.servers.map((id) =>
      id === env.id ? lastIndex(log) : (this.followers.get(id)?.progress.matchIndex ?? 0),
    );
  }
}

export class MembershipServer extends ChallengeServer implements ChangingLeader {
  /** What was valid where the log begins. */
  protected base: Placed;

  constructor(...[env, servers, machine, options]: Parameters<CreateRaft>) {
    super(env, servers, machine, options);
    this.base = this.included(env.disk.load('snapshot'));
  }

  // ---- Which configuration is in use ----

  /** "A server always uses the latest configuration in its log", committed or not (§4.1). */
  get configuration(): Placed {
    return this.configurationAt(lastIndex(this.log));
  }

  protected configurationAt(index: Index): Placed {
    return this.options.membership ? newestConfiguration(this.log, index, this.base) : this.base;
  }

  /** A snapshot takes the place of entries, a configuration perhaps among them. */
  protected included(snapshot: Snapshot | undefined): Placed {
    return {
      servers: snapshot?.servers ?? this.servers,
      index: snapshot?.lastIncludedIndex ?? 0,
    };
  }

  override get peers(): readonly NodeId[] {
    return this.configuration.servers.filter((id) => id !== this.env.id);
  }

  override hasMajority(of: ReadonlySet<NodeId>): boolean {
    const { servers } = this.configuration;
    return this.decisions.isMajority(servers.filter((id) => of.has(id)).length, servers.length);
  }

  protected override lead(leadership: Leadership = new ChangingLeadership(this)): Leadership {
    return super.lead(leadership);
  }

  // ---- Snapshots ----

  protected override trim(index: Index): void {
    this.base = this.configurationAt(index);
    super.trim(index);
  }

  protected override snapshotPosition(): Omit<Snapshot, 'data'> {
    const { servers } = this.base;
    return { ...super.snapshotPosition(), ...(this.options.membership && { servers }) };
  }

  protected override install(snapshot: Snapshot): void {
    this.base = this.included(snapshot);
    super.install(snapshot);
  }

  // ---- A change ----

  changeServers(servers: readonly NodeId[]): Proposed | undefined {
    if (!this.leadership || !this.mayChange(servers)) return undefined;
    return this.propose({ servers } satisfies Configuration);
  }

  protected mayChange(servers: readonly NodeId[]): boolean {
    return (
      servers.length > 0 &&
      differByOne(this.configuration.servers, servers) &&
      this.isSettled() &&
      this.hasCommittedIn(this.currentTerm)
    );
  }

  /** "The next change may not begin before the one before it is committed" (§4.1). */
  protected isSettled(): boolean {
    return this.configuration.index <= this.commitIndex;
  }

  // ---- Those who are not in it ----

  protected get isMember(): boolean {
    return this.configuration.servers.includes(this.env.id);
  }

  /**
   * Who is not in yet, or knows that it has left, leaves the others in peace. As long as its
   * leaving is not committed, the others may be unable to elect anybody but it (§4.2.2).
   */
  protected get hasLeft(): boolean {
    return !this.isMember && this.isSettled();
  }

  protected override stand(): void {
    if (this.hasLeft) this.resetElectionTimer();
    else super.stand();
  }

  /** A leader that has removed itself leads until that is committed. */
  override commitTo(index: Index): void {
    super.commitTo(index);
    if (this.hasLeft) this.stepDown();
  }
}

export const createRaft: CreateRaft = (...args) => new MembershipServer(...args).start();
