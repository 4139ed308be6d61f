import type { Millis, NodeId, Plain, World } from '#harness';
import type { Application } from '../../../labs/lab3-raft/node.ts';
import type { Index, Proposed } from '../../../labs/lab3-raft/types.ts';
import type { Ongoing } from '../nemesis.ts';
import type { Program } from '../run.ts';
import { Story } from '../story.ts';
import { bootServer, type NodeOptions } from './boot.ts';
import { Elections } from './elections.ts';
import { Stage, type Puppet } from './puppet.ts';
import { Services } from './services.ts';

export type ServerOptions = Omit<NodeOptions, 'servers' | 'members'> & {
  /** E4: so many of them, the first, vote from the beginning. */
  readonly members?: number;
  /** Servers of the cluster that run no program: the storyteller plays them. */
  readonly puppets?: readonly NodeId[];
};

/** A proposal that a server took. */
export type Accepted = Proposed & { readonly at: NodeId; readonly command: string };

/** Clocks of those that are to lead no election run so much slower. */
const SLOW = 0.2;
/** A newly elected leader hears within this if somebody knows of a newer term. */
const ROUND_TRIP: Millis = 30;

/** Who does not answer for so long stands still, and may do so for ever. */
const ASLEEP: Millis = 20_000;

/** Lab 3's stories: a cluster of servers, who leads it, and commands that are proposed to it. */
export class RaftStory extends Story {
  readonly #program: Program;
  readonly #elections: Elections;
  readonly #services: Services;
  readonly #stage: Stage;
  readonly #down = new Map<NodeId, Ongoing>();
  #ids: readonly NodeId[] = [];
  #first: readonly NodeId[] = [];
  #commands = 0;
  readonly #faults = new Set<string>();
  #lastFault: Millis = 0;

  constructor(world: World, witnesses: Readonly<Record<string, string>>, program: Program) {
    super(world, witnesses);
    this.#program = program;
    this.#elections = new Elections(world);
    this.#services = new Services(world);
    this.#stage = new Stage(this);
    this.on('fault', ({ at, id, phase }) => {
      this.#lastFault = at;
      if (phase === 'begin') this.#faults.add(id);
      else this.#faults.delete(id);
    });
  }

  // ---- The cluster ----

  /** A cluster of servers n1, n2, …, all started but the puppets. */
  servers(count: number, { puppets = [], members, ...options }: ServerOptions = {}) {
    const all = Array.from({ length: count }, (_, i) => `n${i + 1}`);
    this.#first = all.slice(0, members);
    const first = members !== undefined && { members: this.#first };
    const role = { ...options, servers: all, ...first } satisfies NodeOptions as Plain;
    this.#ids = all.filter((id) => !puppets.includes(id));
    for (const id of this.#ids) this.world.add(id, bootServer(this.#program, role), role);
    for (const id of this.#ids) this.world.start(id);
    return this.#ids;
  }

  /** The servers that run the program, puppets not among them. */
  get ids(): readonly NodeId[] {
    return this.#ids;
  }

  /** E4: those that vote, by the newest configuration that any of them has applied. */
  members(): readonly NodeId[] {
    return this.#services.configuration ?? this.#first;
  }

  /** All of them but these. */
  others(...but: readonly NodeId[]): NodeId[] {
    return this.#ids.filter((id) => !but.includes(id));
  }

  isUp(id: NodeId): boolean {
    return this.world.nodes.get(id)?.life !== undefined;
  }

  /** Those that are up. */
  up(): NodeId[] {
    return this.#ids.filter((id) => this.isUp(id));
  }

  /** They go down, and stay down until they are restarted or the nemesis rests. */
  crash(...ids: readonly NodeId[]): void {
    for (const id of ids) if (this.isUp(id)) this.#down.set(id, this.nemesis.crash(id));
  }

  restart(...ids: readonly NodeId[]): void {
    for (const id of ids) {
      this.#down.get(id)?.end();
      this.#down.delete(id);
    }
  }

  puppet(id: NodeId): Puppet {
    return this.#stage.puppet(id);
  }

  // ---- Who leads ----

  /** The highest term that anybody has named. */
  term(): number {
    return this.#elections.term;
  }

  /** Who leads, as the wire shows it: the last to say so, if it is up and knows no newer term. */
  leader(): NodeId | undefined {
    return this.#elections.leader?.node;
  }

  /** The term of which there is a leader now; 0 if of none. */
  leaderTerm(): number {
    return this.#elections.leader?.term ?? 0;
  }

  leads(id: NodeId): boolean {
    return this.leader() === id;
  }

  /** Waits for a leader: of a term above `above`, and one of `among`, where they are said. */
  async aLeader({
    within = 5000,
    above = 0,
    among = this.#ids,
  }: {
    readonly within?: Millis;
    readonly above?: number;
    readonly among?: readonly NodeId[];
  } = {}): Promise<NodeId | undefined> {
    const wanted = (): NodeId | undefined => {
      const node = this.leader();
      return node && among.includes(node) && this.leaderTerm() > above ? node : undefined;
    };
    if (wanted() === undefined) await this.until(() => wanted() !== undefined, within);
    return wanted();
  }

  /**
   * Makes a server lead: the others' clocks run slow, they are not heard when they ask for votes,
   * and it does not hear who leads until now. False if it did not come to lead.
   */
  async favour(id: NodeId, within: Millis = 10_000): Promise<boolean> {
    if (this.leads(id)) return true;
    const { nemesis } = this;
    const others = this.others(id);
    const faults = [
      ...others.map((node) => nemesis.begin({ kind: 'skew', node, rate: SLOW })),
      ...[
        { from: others, kind: 'rpc', method: 'RequestVote' },
        { from: others, to: id, kind: 'rpc' },
      ].map((match) => nemesis.begin({ kind: 'block', match })),
    ];
    const end = this.now() + within;
    let led = false;
    while (!led && this.now() < end) {
      if (!(await this.until(() => this.leads(id), end - this.now()))) break;
      await this.sleep(ROUND_TRIP);
      led = this.leads(id);
    }
    for (const fault of faults) fault.end();
    return led;
  }

  // ---- Commands ----

  /** A command that no other is like. */
  command(): string {
    return `x${++this.#commands}`;
  }

  /** Undefined: refused, or the server is down, or went down before it said what it did. */
  async propose(at: NodeId, command: string = this.command()): Promise<Accepted | undefined> {
    const proposed = await this.append(at, 'propose', command);
    return proposed && { ...proposed, at, command };
  }

  /** What a server says that it has appended; undefined as above. */
  async append(
    at: NodeId,
    method: 'propose' | 'changeServers',
    what: Plain,
  ): Promise<Proposed | undefined> {
    const life = this.world.nodes.get(at)?.life;
    if (!life) return undefined;
    const answer: { value?: Proposed | null } = {};
    const told = this.world.invoke(at, method satisfies keyof Application, what);
    void told.then((value) => void (answer.value = value as Proposed | null));
    const over = (): boolean => this.world.nodes.get(at)?.life !== life;
    await this.until(() => answer.value !== undefined || over(), ASLEEP);
    return answer.value ?? undefined;
  }

  /** Asks whoever leads, again and again until one takes it; undefined if none did. */
  async proposeToLeader(
    command: string = this.command(),
    within: Millis = 5000,
  ): Promise<Accepted | undefined> {
    for (const end = this.now() + within; this.now() < end; await this.sleep(10)) {
      const leader = await this.aLeader({ within: end - this.now() });
      const accepted = leader === undefined ? undefined : await this.propose(leader, command);
      if (accepted) return accepted;
    }
    return undefined;
  }

  /** Whether all of these, or all that are up, have applied a command, or all up to an index. */
  applied(what: string | Index, on: readonly NodeId[] = this.up()): boolean {
    return on.every((id) => this.#services.has(id, what));
  }

  /** Whether so many servers that are up have applied it. */
  agreed(what: string | Index, count: number): boolean {
    return this.up().filter((id) => this.#services.has(id, what)).length >= count;
  }

  /** How far the service of a server has come in its present life. */
  lastApplied(id: NodeId): Index {
    return this.#services.applied(id);
  }

  /** The service of a server takes a snapshot now. */
  async snapshot(id: NodeId): Promise<void> {
    if (this.isUp(id)) await this.world.invoke(id, 'snapshot' satisfies keyof Application);
  }

  // ---- The end ----

  /**
   * Ends what the nemesis has begun, and waits until somebody leads: longer than rules let a
   * cluster take. A trigger that goes off meanwhile, as some do late, begins it anew.
   */
  async settle(within: Millis = 3500): Promise<boolean> {
    for (let tries = 5; ; tries--) {
      this.nemesis.rest();
      this.#down.clear();
      if (this.#faults.size > 0) {
        await this.until(() => this.#faults.size === 0, 3000);
        this.world.calm();
      }
      const since = this.now();
      const led = await this.#led(since, within);
      if (this.#lastFault <= since || tries === 0) return led;
    }
  }

  /** Waits until somebody says that it leads, and a little longer. */
  async #led(since: Millis, within: Millis): Promise<boolean> {
    const leading = (): boolean => {
      const leader = this.leader();
      return leader !== undefined && (this.#elections.lastHeartbeat(leader) ?? 0) > since;
    };
    const led = await this.until(leading, within);
    await this.sleep(300);
    return led;
  }
}
