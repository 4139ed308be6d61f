import type { NodeId, Plain } from '#harness';
import {
  HEARTBEAT_INTERVAL,
  MAX_ENTRIES,
  type Command,
  type CreateRaft,
  type Index,
  type Proposed,
  type Raft,
  type RaftEnv,
  type StateMachine,
  type Term,
} from '../../../../../labs/lab3-raft/types.ts';
import { Follower } from './follower.ts';
import { after, lastIndex, lastTerm, termAt } from './logs.ts';
import { accepted, prevToAsk, refused, unknown, type Known } from './search.ts';

/** So often this server looks around: it acts then, and when something comes. */
const TICK = 10;
/** Who lags by more entries gets as many at once as a message may carry; others get one. */
const LAG = 8;

type Peer = { known: Known; askedAt: number; waiting: boolean };

/** One request at a time to each peer, one entry in each. */
class Server extends Follower implements Raft {
  readonly #peers: readonly NodeId[];
  readonly #majority: number;
  #votes = new Set<NodeId>();
  #followers = new Map<NodeId, Peer>();

  constructor(env: RaftEnv, servers: readonly NodeId[], machine: StateMachine) {
    super(env, machine);
    this.#peers = servers.filter((id) => id !== env.id);
    this.#majority = Math.floor(servers.length / 2) + 1;
    env.spawn('ticks', () => this.#ticks());
  }

  async #ticks(): Promise<void> {
    for (;;) {
      this.apply();
      await this.env.sleep(TICK);
      if (this.role === 'leader') for (const [id, peer] of this.#followers) this.#tend(id, peer);
      else if (this.impatient) this.#campaign();
    }
  }

  /** Asks before it saves; its own vote counts from then on, when it is on the disk. */
  #campaign(): void {
    const { cells, env } = this;
    const { log } = cells;
    const term = cells.currentTerm + 1;
    this.role = 'candidate';
    this.#votes = new Set();
    this.await();
    for (const peer of this.#peers) env.spawn(`asks ${peer}`, () => this.#ask(peer, term));
    cells.currentTerm = term;
    cells.votedFor = env.id;
    env.trace('campaigns', { term, lastLogIndex: lastIndex(log) });
    this.#votes.add(env.id);
  }

  async #ask(peer: NodeId, term: Term): Promise<void> {
    const { log } = this.cells;
    const last = { lastLogIndex: lastIndex(log), lastLogTerm: lastTerm(log) };
    const args = { term, candidateId: this.env.id, ...last };
    const reply = await this.env.rpc.call(peer, 'RequestVote', args);
    if (!reply) return;
    this.hear(reply.term);
    if (this.role !== 'candidate' || this.cells.currentTerm !== term || !reply.voteGranted) return;
    this.#votes.add(peer);
    if (this.#votes.size >= this.#majority) this.#lead();
  }

  #lead(): void {
    const last = lastIndex(this.cells.log);
    this.role = 'leader';
    this.#followers = new Map(
      this.#peers.map((id) => [id, { known: unknown(last), askedAt: -Infinity, waiting: false }]),
    );
    for (const [id, peer] of this.#followers) this.#tend(id, peer);
  }

  #tend(id: NodeId, peer: Peer): void {
    const due = this.env.now() - peer.askedAt > HEARTBEAT_INTERVAL - TICK;
    const { match, ceiling } = peer.known;
    const open = ceiling > match + 1 || match < lastIndex(this.cells.log);
    if (due || (open && !peer.waiting)) this.env.spawn(`tells ${id}`, () => this.#tell(id, peer));
  }

  async #tell(id: NodeId, peer: Peer): Promise<void> {
    const term = this.cells.currentTerm;
    peer.askedAt = this.env.now();
    peer.waiting = true;
    const heard = await this.#request(id, peer, term);
    if (!heard) return;
    this.hear(heard.term);
    if (this.role !== 'leader' || this.cells.currentTerm !== term) return;
    peer.waiting = false;
    peer.known = heard.learn(peer.known);
    this.#advance();
    this.#tend(id, peer);
  }

  async #request(id: NodeId, { known }: Peer, term: Term) {
    const { rpc, id: leaderId } = this.env;
    const { log, snapshot } = this.cells;
    const prevLogIndex = prevToAsk(known, log.lastIncludedIndex);
    if (prevLogIndex === undefined) {
      if (!snapshot) return undefined;
      const reply = await rpc.call(id, 'InstallSnapshot', { term, leaderId, ...snapshot });
      const learn = (now: Known) => accepted(now, snapshot.lastIncludedIndex);
      return reply && { term: reply.term, learn };
    }
    const prevLogTerm = termAt(log, prevLogIndex) ?? 0;
    const far = lastIndex(log) - prevLogIndex > LAG;
    const most = prevLogIndex > known.match ? 0 : far ? MAX_ENTRIES : 1;
    const entries = after(log, prevLogIndex, most);
    const place = { prevLogIndex, prevLogTerm, entries, leaderCommit: this.commitIndex };
    const reply = await rpc.call(id, 'AppendEntries', { term, leaderId, ...place });
    if (!reply) return undefined;
    const end = prevLogIndex + entries.length;
    const learn = (now: Known) => (reply.success ? accepted(now, end) : refused(now, prevLogIndex));
    return { term: reply.term, learn };
  }

  /** §5.3, §5.4.2. The leader's own log is on its disk, always. */
  #advance(): void {
    const { log, currentTerm } = this.cells;
    const held = [...this.#followers.values()].map(({ known }) => known.match);
    const index = [...held, lastIndex(log)].toSorted((a, b) => b - a)[this.#majority - 1] ?? 0;
    if (termAt(log, index) === currentTerm) this.commitIndex = Math.max(this.commitIndex, index);
  }

  propose(command: Command): Proposed | undefined {
    if (this.role !== 'leader') return undefined;
    const { log, currentTerm: term } = this.cells;
    this.cells.log = { ...log, entries: [...log.entries, { term, command }] };
    return { index: lastIndex(log) + 1, term };
  }

  status(): { term: Term; isLeader: boolean } {
    return { term: this.cells.currentTerm, isLeader: this.role === 'leader' };
  }

  snapshot(index: Index, data: Plain): void {
    const { log } = this.cells;
    const term = termAt(log, index);
    if (index <= log.lastIncludedIndex || term === undefined) return;
    this.cells.snapshot = { lastIncludedIndex: index, lastIncludedTerm: term, data };
  }
}

export const createRaft: CreateRaft = (env, servers, machine) => new Server(env, servers, machine);
