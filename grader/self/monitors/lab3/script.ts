/** A hand-written run of Raft. */
import { pack, type NodeId, type Plain } from '#harness';
import type { Entry, Index, LogCell, Term } from '../../../../labs/lab3-raft/types.ts';
import type { MonitorFactory } from '../../../kit/monitor.ts';
import { lab3Rules } from '../../../kit/monitors/lab3/index.ts';
import { HandWritten } from '../hand-written.ts';

/** A datagram that has left, so that it can be delivered. */
export type Sent = {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Plain;
  readonly method: string;
  readonly call: number;
};

/** A request that has come, so that it can be answered. */
export type Came = Sent & { readonly delivery: number };

type Cells = { readonly [cell: string]: unknown };
/** Index and term. */
type Place = readonly [index: Index, term: Term];

export const entry = (term: Term, command: Plain): Entry => ({ term, command });

/** A log of these entries, behind a snapshot. */
export const logOf = (entries: readonly Entry[], behind: Place = [0, 0]): LogCell => ({
  lastIncludedIndex: behind[0],
  lastIncludedTerm: behind[1],
  entries,
});

export const granted = (term: Term) => ({ term, voteGranted: true });
export const notGranted = (term: Term) => ({ term, voteGranted: false });
export const success = (term: Term) => ({ term, success: true });
export const refused = (term: Term) => ({ term, success: false });

/** E4's own monitor: it knows stories in which servers come and go. */
const ofMembership = (): readonly MonitorFactory[] =>
  lab3Rules.monitors.filter((one) => one.rules.includes('counts-by-newest'));

/** The monitors of the parts that everybody does: those of the challenges know other stories. */
function ofPartsAToD(): readonly MonitorFactory[] {
  const challenges = new Set(
    lab3Rules.rules.filter(({ from }) => from.startsWith('E')).map(({ id }) => id),
  );
  return lab3Rules.monitors.filter((one) => !one.rules.some((id) => challenges.has(id)));
}

export class Script extends HandWritten {
  readonly #servers: readonly NodeId[];
  readonly #members: readonly NodeId[] | undefined;

  /** All of `all` are started, n1 to n3 unless said; `members`: those that vote at first, in E4. */
  constructor(
    options: { readonly [name: string]: Plain } = {},
    all = ['n1', 'n2', 'n3'],
    members?: readonly NodeId[],
  ) {
    super(members ? ofMembership() : ofPartsAToD(), options);
    this.#servers = all;
    this.#members = members;
    for (const node of all) this.start(node);
  }

  /**
   * The rules that were broken, in the order of the rule book; but what stories ask for by name.
   */
  get told(): readonly string[] {
    return this.#broken(false);
  }

  get toldOnRequest(): readonly string[] {
    return this.#broken(true);
  }

  #broken(onRequest: boolean): readonly string[] {
    const broken = new Set(this.violations.map(({ rule }) => rule));
    const { rules } = lab3Rules;
    const asked = rules.filter((rule) => (rule.onRequest ?? false) === onRequest);
    return asked.map(({ id }) => id).filter((id) => broken.has(id));
  }

  override start(node: NodeId): this {
    super.start(node).probe(node, 'servers', this.#servers);
    return this.#members ? this.probe(node, 'members', this.#members) : this;
  }

  restart(node: NodeId): this {
    return this.crash(node).start(node);
  }

  // ---- The wire ----

  send(from: NodeId, to: NodeId, message: Plain, forged = false): Sent {
    const { value, bytes } = pack(message, 'message');
    const id = this.next();
    const event = { node: from, life: this.life(from), to, id, number: id, message: value, bytes };
    this.emit({ type: 'send', ...event, ...(forged && { forged: true as const }) });
    const { method = '', call = 0 } = (message ?? {}) as { method?: string; call?: number };
    return { from, to, message: value, method, call };
  }

  ask(from: NodeId, to: NodeId, method: string, args: object, forged = false): Sent {
    const call = this.next();
    return this.send(from, to, { kind: 'rpc', method, call, args: args as Plain }, forged);
  }

  requestVote(from: NodeId, to: NodeId, term: Term, [lastLogIndex, lastLogTerm]: Place = [0, 0]) {
    const args = { term, candidateId: from, lastLogIndex, lastLogTerm };
    return this.ask(from, to, 'RequestVote', args);
  }

  append(
    from: NodeId,
    to: NodeId,
    term: Term,
    prev: Place,
    entries: readonly Entry[] = [],
    leaderCommit = 0,
    forged = false,
  ): Sent {
    const [prevLogIndex, prevLogTerm] = prev;
    const args = { term, leaderId: from, prevLogIndex, prevLogTerm, entries, leaderCommit };
    return this.ask(from, to, 'AppendEntries', args, forged);
  }

  install(from: NodeId, to: NodeId, term: Term, included: Place, data: Plain, forged = false) {
    const [lastIncludedIndex, lastIncludedTerm] = included;
    const args = { term, leaderId: from, lastIncludedIndex, lastIncludedTerm, data };
    return this.ask(from, to, 'InstallSnapshot', args, forged);
  }

  deliver(sent: Sent, late = false): Came {
    const { from, to, message } = sent;
    const delivery = this.next();
    const event = {
      node: to,
      life: this.life(to),
      from,
      id: delivery,
      copy: 0,
      delivery,
      message,
    };
    this.emit({ type: 'deliver', ...event, ...(late && { late: true as const }) });
    return { ...sent, delivery };
  }

  reply({ from, to, method, call, delivery }: Came, reply: object, forged = false): Sent {
    const message = { kind: 'rpc-reply', method, call, delivery, reply: reply as Plain };
    return this.send(to, from, message, forged);
  }

  /** A request comes, and its answer is heard. */
  exchange(sent: Sent, reply: object): this {
    this.deliver(this.reply(this.deliver(sent), reply));
    return this;
  }

  // ---- The disk and the service ----

  override save(node: NodeId, cells: Cells): this {
    return super.save(node, pack(cells, 'cells').value as never);
  }

  propose(node: NodeId, command: Plain, value: object | null): this {
    return this.asked(node, command)(value);
  }

  /** A proposal that is answered later. */
  asked(node: NodeId, command: Plain): (value: object | null) => this {
    const call = this.next();
    const event = { node, life: this.life(node), call, method: 'propose' };
    this.emit({ type: 'invoke', ...event, args: [command] });
    return (value) => this.emit({ type: 'return', ...event, value: value as Plain });
  }

  apply(node: NodeId, index: Index, command: Plain): this {
    return this.probe(node, 'apply', { index, command });
  }

  restore(node: NodeId, [lastIncludedIndex, lastIncludedTerm]: Place, data: Plain): this {
    return this.probe(node, 'restore', { lastIncludedIndex, lastIncludedTerm, data });
  }

  // ---- Right programs at work ----

  /** A server is elected by all that are named, and says so to each. */
  elect(node: NodeId, term: Term, voters: readonly NodeId[], end: Place = [0, 0]): this {
    this.save(node, { currentTerm: term, votedFor: node });
    for (const voter of voters) {
      const came = this.deliver(this.requestVote(node, voter, term, end));
      this.save(voter, { currentTerm: term, votedFor: node });
      this.deliver(this.reply(came, granted(term)));
    }
    for (const voter of voters) this.exchange(this.append(node, voter, term, end), success(term));
    return this;
  }

  /** The leader takes commands, and has them on its disk. */
  take(node: NodeId, term: Term, log: readonly Entry[], command: Plain): readonly Entry[] {
    const answer = this.asked(node, command);
    const longer = [...log, entry(term, command)];
    this.save(node, { log: logOf(longer) });
    answer({ index: longer.length, term });
    return longer;
  }

  /** A follower accepts what follows `from` entries, and the leader hears of it. */
  replicate(from: NodeId, to: NodeId, term: Term, log: readonly Entry[], had = 0): this {
    const prev: Place = [had, log[had - 1]?.term ?? 0];
    const came = this.deliver(this.append(from, to, term, prev, log.slice(had)));
    this.save(to, { log: logOf(log) });
    this.deliver(this.reply(came, success(term)));
    return this;
  }
}
