/**
 * Reads the events of a run, keeps what the rules must remember, and tells it in the words of the
 * lab.
 */
import { pack } from '#harness';
import type { DropReason, EventOf, MessageId, Millis, NodeId, Plain, TraceEvent } from '#harness';
import { Application } from './application.ts';
import type { Answer, Call, Reply, Request, Watcher } from './calls.ts';
import { wasSent } from './genuine.ts';
import { Ledger } from './ledger.ts';
import { Nodes } from './nodes.ts';
import { isFields, memoOf } from './wire.ts';

/** What one node said to another: its ids, and what its datagrams held. */
type Line = { readonly ids: Map<string, Call[]>; readonly hashes: Set<number> };

const LOSSES: ReadonlySet<DropReason> = new Set(['loss', 'cut', 'blocked', 'queue-full']);

/** So many replies are remembered, to say where a wrong outcome came from. */
const HEARD = 32;

export class Facts {
  readonly nodes = new Nodes();
  readonly servers = new Map<NodeId, Ledger>();
  /** Since when nothing is done to the world. */
  calmSince: Millis | undefined;
  /**
   * By server and memo: requests of which a true copy came, and requests that their sender did
   * not write.
   */
  readonly cameTrue = new Set<string>();
  readonly cameFalse = new Map<
    string,
    { readonly at: Millis; readonly from: NodeId; readonly id: string }
  >();
  readonly #watchers: readonly Watcher[];
  readonly #lines = new Map<string, Line>();
  /** Datagrams that were altered on the way, or sent by nobody. */
  readonly #touched = new Set<MessageId>();
  readonly #application: Application;

  constructor(watchers: (facts: Facts) => readonly Watcher[]) {
    this.#watchers = watchers(this);
    this.#application = new Application(this.nodes, this.#watchers);
  }

  /** By memo: what applications asked for. */
  get calls(): ReadonlyMap<string, Call> {
    return this.#application.calls;
  }

  observe(event: TraceEvent): void {
    switch (event.type) {
      case 'send':
        return this.#send(event);
      case 'deliver':
        return this.#deliver(event);
      case 'tamper':
        this.#touched.add(event.id);
        return;
      case 'save':
        return this.nodes.block(event.node, event.at, 'saving', true);
      case 'durable':
        this.nodes.block(event.node, event.at, 'saving', false);
        return this.#durable(event);
      case 'torn':
        return event.kept ? this.#durable(event) : undefined;
      case 'probe':
        return this.#probe(event);
      case 'invoke':
        return this.#application.invoke(event);
      case 'return':
        return this.#application.return(event);
      default:
        return this.#world(event);
    }
  }

  #world(event: TraceEvent): void {
    const watchers = this.#watchers;
    const { nodes } = this;
    switch (event.type) {
      case 'start': {
        const node = nodes.start(event.node, event.at, event.life);
        return watchers.forEach((watcher) => watcher.awake?.(node, true));
      }
      case 'resume': {
        const node = nodes.resume(event.node, event.at);
        return node.up ? watchers.forEach((watcher) => watcher.awake?.(node, false)) : undefined;
      }
      case 'crash': {
        const node = nodes.crash(event.node, event.at);
        return watchers.forEach((watcher) => watcher.crashed?.(node));
      }
      case 'pause':
        return nodes.block(event.node, event.at, 'paused', true);
      case 'calm':
        this.calmSince = event.at;
        return watchers.forEach((watcher) => watcher.calm?.());
      case 'fault':
        if (event.phase === 'begin') this.calmSince = undefined;
        return;
      case 'drop':
        // Whatever a story says, a world that loses is not calm: the wait begins again.
        if (LOSSES.has(event.why) && this.calmSince !== undefined) this.calmSince = event.at;
    }
  }

  finish(): void {
    for (const watcher of this.#watchers) watcher.finish?.();
  }

  server(id: NodeId): Ledger {
    let server = this.servers.get(id);
    if (!server) this.servers.set(id, (server = new Ledger(id, (memo) => this.calls.get(memo))));
    return server;
  }

  // ---- The wire ----

  #line(from: NodeId, to: NodeId): Line {
    const key = `${from}>${to}`;
    let line = this.#lines.get(key);
    if (!line) this.#lines.set(key, (line = { ids: new Map(), hashes: new Set() }));
    return line;
  }

  #send(event: EventOf<'send'>): void {
    if (event.forged) {
      this.#touched.add(event.id);
      return;
    }
    const { node, to, message } = event;
    const line = this.#line(node, to);
    line.hashes.add(pack(message, 'message').hash);
    for (const watcher of this.#watchers) watcher.said?.(event);
    if (!isFields(message) || typeof message['id'] !== 'string') return;
    if (message['kind'] === 'request') this.#request(event, line, message['id'], message);
    else if (message['kind'] === 'reply')
      this.#reply(event, message['id'], message['result'] ?? null);
  }

  #request(
    event: EventOf<'send'>,
    line: Line,
    id: string,
    message: { readonly [key: string]: Plain },
  ): void {
    const memo = memoOf(message['args']);
    if (memo === undefined) return;
    const { at, node, life, to } = event;
    const made = this.calls.get(memo);
    const call = made?.node === node ? made : undefined;
    const request: Request = {
      at,
      node,
      life,
      to,
      id,
      memo,
      method: String(message['method']),
      call,
    };
    if (call) {
      const named = line.ids.get(id);
      if (!named) line.ids.set(id, [call]);
      else if (!named.includes(call)) named.push(call);
      call.ids.add(id);
    }
    for (const watcher of this.#watchers) watcher.request?.(request);
    if (!call) return;
    call.first ??= request;
    call.last = request;
  }

  #reply({ at, node, life, to }: EventOf<'send'>, id: string, result: Plain): void {
    const calls = this.#line(to, node).ids.get(id) ?? [];
    for (const call of calls) call.repliedAt = at;
    const reply: Reply = { at, server: this.server(node), life, to, id, result, calls };
    for (const watcher of this.#watchers) watcher.reply?.(reply);
  }

  #deliver(event: EventOf<'deliver'>): void {
    const { id: datagram, message, node, from } = event;
    if (!isFields(message) || typeof message['id'] !== 'string') return;
    const { kind, id } = message;
    const touched = this.#touched.has(datagram);
    const genuine = !touched || wasSent(message, this.#line(from, node).hashes);
    if (kind === 'reply')
      return this.#answer(event, id, message['result'], { genuine, untouched: !touched });
    const memo = kind === 'request' ? memoOf(message['args']) : undefined;
    if (memo === undefined) return;
    if (!genuine) {
      this.cameFalse.set(`${node} ${memo}`, { at: event.at, from, id });
      return;
    }
    this.cameTrue.add(`${node} ${memo}`);
    const call = this.calls.get(memo);
    if (call?.to === node && call.node === from) call.came.push(event.at);
  }

  #answer(
    { at, node, from }: EventOf<'deliver'>,
    id: string,
    result: Plain | undefined,
    hands: Pick<Answer, 'genuine' | 'untouched'>,
  ): void {
    const calls = this.#line(node, from).ids.get(id) ?? [];
    const { status, value } = isFields(result) ? result : {};
    const answer: Answer = {
      at,
      from,
      id,
      status: String(status),
      value,
      shared: calls.length > 1,
      ...hands,
    };
    const { heard } = this.nodes.get(node);
    heard.push({ ...answer, calls });
    if (heard.length > HEARD) heard.shift();
    for (const call of calls) {
      if (call.over) continue;
      call.answers.push(answer);
      for (const watcher of this.#watchers) watcher.answer?.(call, answer);
    }
  }

  // ---- The disk and the bank ----

  #durable({ node: id, at, life, cells }: EventOf<'durable'> | EventOf<'torn'>): void {
    const { books, memory } = cells;
    if (books !== undefined && books !== (this.servers.get(id)?.books ?? null)) {
      const saved = this.server(id).save(at, life, books);
      for (const watcher of this.#watchers) watcher.saved?.(saved);
    }
    if (memory === undefined) return;
    const node = this.nodes.get(id);
    node.memories++;
    for (const watcher of this.#watchers) watcher.memory?.(node, at, memory);
  }

  #probe({ node, life, name, at, data }: EventOf<'probe'>): void {
    if (name !== 'step' || !isFields(data)) return;
    const { memo, value, receipts } = data;
    if (typeof memo !== 'string') return;
    const server = this.server(node);
    const step = { at, life, value: value ?? null, receipts: Number(receipts) };
    server.stepped(memo, step);
    for (const watcher of this.#watchers) watcher.stepped?.(server, memo, step);
  }
}
