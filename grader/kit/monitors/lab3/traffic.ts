/** Requests and replies, and who knows of them. */
import type { EventOf, Millis, NodeId } from '#harness';
import type { Index } from '../../../../labs/lab3-raft/types.ts';
import type { Facts } from './facts.ts';
import type { Delivery, Request, Server } from './server.ts';
import type { Heard, Reply } from './watcher.ts';
import { isMessage, misfit, type AnswerMessage, type Message } from './wire.ts';

export class Traffic {
  readonly #facts: Facts;
  readonly #requests = new Map<number, Request>();
  readonly #deliveries = new Map<number, Delivery>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  #request(event: EventOf<'send'>, message: Message & { kind: 'rpc' }): Request {
    const { node: from, life, to, at } = event;
    const { method, args, call } = message;
    const request = { method, args, call, from, to, at, life } as Request;
    this.#requests.set(call, request);
    return request;
  }

  send(event: EventOf<'send'>): void {
    const server = this.#facts.server(event.node);
    const wrong = misfit(event.message, event.node);
    for (const watch of this.#facts.watching('sends')) watch(event, wrong);
    if (wrong || !isMessage(event.message)) return;
    const message = event.message as unknown as Message;
    if (message.kind === 'rpc') {
      const request = this.#request(event, message);
      for (const watch of this.#facts.watching('asks')) watch(request, server);
      this.#asked(request, server);
    } else {
      const delivery = this.#deliveries.get(message.delivery);
      if (delivery) this.#reply(message, delivery, server, event.at);
    }
  }

  #asked(request: Request, server: Server): void {
    const { method, args, at } = request;
    server.shows(args.term);
    if (method === 'RequestVote') {
      if (!server.campaigns.has(args.term))
        server.campaigns.set(args.term, { at, granted: new Map() });
      return;
    }
    this.#facts.led(server, args.term, at);
    if (method !== 'AppendEntries') return;
    const last = args.prevLogIndex + args.entries.length;
    if (last > server.view.last) server.volatileTo = Math.max(server.volatileTo, last);
    this.#facts.leaders.append(request);
  }

  #reply(message: AnswerMessage, delivery: Delivery, server: Server, at: Millis): void {
    const { method, reply } = message;
    const told = { method, reply, server, delivery, at } as Reply;
    for (const watch of this.#facts.watching('replies')) watch(told);
    this.#deliveries.delete(message.delivery);
    server.pending.delete(message.delivery);
    server.shows(reply.term);
    const { request } = delivery;
    if (told.method === 'RequestVote' && request.method === 'RequestVote') {
      const { term, candidateId: candidate } = request.args;
      if (told.reply.voteGranted && !server.promised.has(term))
        server.promised.set(term, {
          candidate,
          at,
          text: `votes for ${candidate} in term ${term}`,
        });
    } else if (told.method === 'AppendEntries' && request.method === 'AppendEntries') {
      const { success, term } = told.reply;
      const refused = term === request.args.term ? 'refused' : 'unsure';
      server.knowledge.answered(delivery, success ? 'success' : refused);
      if (success && delivery.allHeld && delivery.prevHeld) this.#accepted(server.id, request, at);
    }
  }

  /** Who has acknowledged entries of the leader's own term has accepted them in that term. */
  #accepted(node: NodeId, request: Request, at: Millis): void {
    if (request.method !== 'AppendEntries') return;
    const { term, prevLogIndex, prevLogTerm, entries } = request.args;
    if ((entries.at(-1)?.term ?? prevLogTerm) === term)
      this.#facts.accept(term, node, prevLogIndex + entries.length, at);
  }

  /** Whom the story plays says the truth, and is judged by no rule. */
  forged(event: EventOf<'send'>): void {
    if (!isMessage(event.message)) return;
    const { at, node } = event;
    const message = event.message as unknown as Message;
    if (message.kind === 'rpc') {
      const request = this.#request(event, message);
      if (request.method === 'RequestVote') return;
      for (const watch of this.#facts.watching('declares')) watch(request);
      this.#facts.leaders.lead(request.args.term, node, at);
      this.#facts.leaders.declare(request);
    } else if (message.method === 'AppendEntries') {
      const request = this.#requests.get(message.call);
      if (message.reply.success && request) this.#accepted(node, request, at);
    }
  }

  deliver(event: EventOf<'deliver'>): void {
    if (!isMessage(event.message)) return;
    const { at, from } = event;
    const message = event.message as unknown as Message;
    const server = this.#facts.server(event.node);
    const request = this.#requests.get(message.call);
    if (!request) return;
    if (message.kind === 'rpc') {
      const delivery = server.receive(event.delivery, request, at);
      this.#deliveries.set(event.delivery, delivery);
      server.hears(request.args.term, at);
      for (const watch of this.#facts.watching('came')) watch(delivery, server);
      return;
    }
    if (event.late) return;
    const { method, reply } = message;
    const heard = { method, reply, server, from, request, at } as Heard;
    for (const watch of this.#facts.watching('hears')) watch(heard);
    server.hears(reply.term, at);
    this.#heard(heard);
  }

  #heard({ server, from, request, method, reply, at }: Heard): void {
    const { term } = request.args;
    if (method === 'RequestVote') {
      const granted = server.campaigns.get(term)?.granted;
      if (reply.voteGranted && granted && !granted.has(from)) granted.set(from, at);
      return;
    }
    if (reply.term !== term) return;
    if (method === 'AppendEntries' && request.method === 'AppendEntries') {
      if (!reply.success) return;
      const { prevLogIndex, entries } = request.args;
      this.#acked(server, request, prevLogIndex + entries.length, from, at);
    } else if (request.method === 'InstallSnapshot')
      this.#acked(server, request, request.args.lastIncludedIndex, from, at);
  }

  #acked(server: Server, { args }: Request, index: Index, from: NodeId, at: Millis): void {
    if (server.knowledge.acked(args.term, from, index, at)) this.#facts.counted(server, args.term);
  }
}
