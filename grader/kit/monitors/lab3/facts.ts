/**
 * Reads the events of a run, keeps what the rules must remember, and tells it in the words of Raft.
 * Within an event the rules look first, and then the facts change.
 */
import type { DropReason, EventOf, Millis, NodeId, Plain, TraceEvent } from '#harness';
import type { Command, Index, Snapshot, Term } from '../../../../labs/lab3-raft/types.ts';
import { difference } from './cells.ts';
import { Leaders } from './leaders.ts';
import { Server } from './server.ts';
import { Traffic } from './traffic.ts';
import { CommittedPrefix, Tree } from './tree.ts';
import type { Watcher, Watching } from './watcher.ts';
import { isProposed } from './wire.ts';

/** Losses by the network itself: a world that loses is not calm. */
const LOSSES: ReadonlySet<DropReason> = new Set(['loss', 'queue-full']);
/** Losses by what the story has laid between two servers. */
const CUTS: ReadonlySet<DropReason> = new Set(['cut', 'blocked']);

/** What servers are asked to append something with. */
const APPENDING: ReadonlySet<string> = new Set(['propose', 'changeServers']);

export class Facts {
  readonly servers = new Map<NodeId, Server>();
  /** All servers of the cluster, by name: puppets too. */
  names: readonly NodeId[] = [];
  /** Those that vote at first, where that may change: nobody knows then what a majority is. */
  members: readonly NodeId[] | undefined;
  readonly tree = new Tree();
  readonly committed = new CommittedPrefix(this.tree);
  readonly leaders = new Leaders(this.tree, this.committed);
  /** Since when nothing is done to the world, and between whom messages are lost all the same. */
  calmSince: Millis | undefined;
  readonly cuts = new Set<string>();
  readonly #proposals = new Map<number, Command>();
  readonly #traffic = new Traffic(this);
  readonly #watchers: readonly Watcher[];
  readonly #watching: { [E in keyof Watcher]?: readonly Watching<E>[] } = {};

  constructor(watchers: (facts: Facts) => readonly Watcher[]) {
    this.#watchers = watchers(this);
  }

  /** Whoever is told of a kind of event, in the order of the rules. */
  watching<E extends keyof Watcher>(event: E): readonly Watching<E>[] {
    const all = (): readonly unknown[] => this.#watchers.flatMap((one) => one[event] ?? []);
    return (this.#watching[event] ??= all() as never) as readonly Watching<E>[];
  }

  server(id: NodeId): Server {
    let server = this.servers.get(id);
    if (!server) this.servers.set(id, (server = new Server(id)));
    return server;
  }

  /** How many servers are a majority. */
  get majority(): number {
    return Math.floor(this.names.length / 2) + 1;
  }

  observe(event: TraceEvent): void {
    switch (event.type) {
      case 'send':
        return event.forged ? this.#traffic.forged(event) : this.#traffic.send(event);
      case 'deliver':
        return this.#traffic.deliver(event);
      case 'save':
        return this.#save(event);
      case 'durable':
        return this.#saved(event);
      case 'torn':
        return event.kept ? this.#saved(event) : undefined;
      case 'probe':
        return this.#probe(event);
      case 'invoke':
        return this.#invoke(event);
      case 'return':
        return this.#return(event);
      default:
        return this.#world(event);
    }
  }

  #world(event: TraceEvent): void {
    switch (event.type) {
      case 'start': {
        const server = this.server(event.node);
        server.begin(event.life, event.at);
        for (const watch of this.watching('starts')) watch(server);
        return;
      }
      case 'crash':
        return this.server(event.node).stop(event.at);
      case 'pause':
      case 'resume': {
        const server = this.server(event.node);
        server.paused = event.type === 'pause';
        server.awakeSince = event.at;
        return server.block(event.at);
      }
      case 'calm':
        this.calmSince = event.at;
        this.cuts.clear();
        for (const watch of this.watching('calm')) watch();
        return;
      case 'fault':
        if (event.phase === 'begin') this.calmSince = undefined;
        if (event.rate !== undefined)
          for (const id of event.nodes)
            this.server(id).clock.skew(event.rate, event.phase, event.at);
        return;
      case 'drop':
        if (CUTS.has(event.why)) this.cuts.add(`${event.from} ${event.to}`);
        else if (LOSSES.has(event.why) && this.calmSince !== undefined) this.calmSince = event.at;
    }
  }

  // ---- Terms and commits ----

  /** A server has acted as leader of a term. */
  led(server: Server, term: Term, at: Millis): void {
    if (server.leads.has(term)) return;
    server.leads.set(term, at);
    server.led.set(term, server.life);
    if (!server.promised.has(term))
      server.promised.set(term, { candidate: server.id, at, text: `leads term ${term}` });
    this.leaders.lead(term, server.id, at);
  }

  /** A server has an entry of this very term on its disk, in this term. */
  accept(term: Term, node: NodeId, index: Index, at: Millis): void {
    if (this.names.length > 0 && !this.members)
      this.committed.accept(term, node, index, this.names.length, at);
  }

  /** What a leader can count has changed. */
  counted(server: Server, term: Term): void {
    if (!server.leads.has(term)) return;
    const termAt = (index: Index): Term =>
      this.leaders.termAt(term, index) ?? server.view.termAt(index) ?? 0;
    server.knowledge.counted(term, server.view, this.names.length, termAt);
  }

  // ---- The disk ----

  #save(event: EventOf<'save'>): void {
    const server = this.server(event.node);
    for (const watch of this.watching('saves')) watch(event, server);
    server.saving++;
    server.block(event.at);
  }

  #saved({ node, at, type, cells }: EventOf<'durable'> | EventOf<'torn'>): void {
    const server = this.server(node);
    if (type === 'durable') {
      server.saving = Math.max(0, server.saving - 1);
      server.block(at);
    }
    const before = server.disk;
    const permitted = server.cut;
    server.save(cells, at);
    const changes = difference(before.view, server.view);
    const told = { server, at, cells, before, permitted, ...changes };
    for (const watch of this.watching('saved')) watch(told);
    const { view } = server;
    const { end } = view;
    for (let index = changes.fresh ?? Infinity; index <= view.last; index++) {
      const entry = view.entryAt(index);
      if (entry) this.tree.see(index, entry, view.termAt(index - 1), { at, node, how: 'saved' });
    }
    if (end.term === server.disk.term && end.term > 0) this.accept(end.term, node, end.index, at);
    this.counted(server, server.leading);
  }

  // ---- The service above ----

  #probe({ node, name, data, at }: EventOf<'probe'>): void {
    const server = this.server(node);
    if (name === 'servers') this.names = data as readonly NodeId[];
    else if (name === 'members') this.members = data as readonly NodeId[];
    else if (name === 'apply') {
      const { index, command } = data as { index: Index; command: Command };
      for (const watch of this.watching('applies')) watch(server, index, command, at);
      server.lastApplied = index;
    } else if (name === 'restore') {
      const snapshot = data as unknown as Snapshot;
      for (const watch of this.watching('restores')) watch(server, snapshot, at);
      server.lastApplied = snapshot.lastIncludedIndex;
    }
  }

  #invoke({ call, method, args }: EventOf<'invoke'>): void {
    if (!APPENDING.has(method)) return;
    const [said = null] = args;
    const command = method === 'propose' ? said : { servers: said };
    this.#proposals.set(call, command);
    for (const watch of this.watching('proposes')) watch(command);
  }

  #return({ node, at, call, method, value }: EventOf<'return'>): void {
    if (!APPENDING.has(method)) return;
    const server = this.server(node);
    const command: Plain = this.#proposals.get(call) ?? null;
    if (value === null) {
      for (const watch of this.watching('declines')) watch(server, command, at);
      return;
    }
    if (!isProposed(value)) {
      for (const watch of this.watching('garbles')) watch(server, value, at);
      return;
    }
    const { index, term } = value;
    const promised = { server, at, command, proposed: { index, term } };
    for (const watch of this.watching('promises')) watch(promised);
    server.shows(term);
    this.led(server, term, at);
    this.tree.see(index, { term, command }, undefined, { at, node, how: 'promised' });
    if (index > server.view.last) server.volatileTo = Math.max(server.volatileTo, index);
  }
}
