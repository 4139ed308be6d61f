import type { Millis, NodeId } from '#harness';
import {
  isMessage,
  type CallId,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';
import { openMemory } from './memory.ts';
import { acknowledged, idOf, nameOf, type CallName } from './protocol.ts';

const FIRST_REPEAT: Millis = 250;
const LONGEST_REPEAT: Millis = 3_600_000;

export function createServer(env: ServerEnv, service: Service): void {
  const memory = openMemory(env);
  const working = new Set<CallId>();
  const send = (to: NodeId, id: CallId, result: Result): void =>
    env.net.send(to, { kind: 'reply', id, result });

  function hear(request: RequestMessage, from: NodeId): void {
    const { id, method } = request;
    if (!service.offers(method)) {
      return send(from, id, { status: 'refused', reason: 'no-such-method' });
    }
    const reply = memory.reply(nameOf(id));
    if (reply) return send(from, id, reply.result);
    if (working.has(id) || memory.isOver(nameOf(id))) return;
    working.add(id);
    env.spawn('execute', () => execute(request, from));
  }

  async function execute({ id, method, args }: RequestMessage, to: NodeId): Promise<void> {
    const step = await service.begin(method, args);
    working.delete(id);
    const name = nameOf(id);
    // Its client may have given it up meanwhile, and the note of that comes only once.
    if (memory.isOver(name)) return;
    const { books, value } = step(env.disk.load('books') ?? service.initial);
    const result: Result = { status: 'ok', value };
    memory.commit(name, books, { to, result });
    send(to, id, result);
    env.spawn('repeat', () => repeat(name));
  }

  /** Sends the reply again and again, ever more rarely, until it is acknowledged. */
  async function repeat(name: CallName): Promise<void> {
    for (let pause = FIRST_REPEAT; ; pause = Math.min(2 * pause, LONGEST_REPEAT)) {
      await env.sleep(pause * (0.5 + env.random()));
      const reply = memory.reply(name);
      if (!reply) return;
      send(reply.to, idOf(name), reply.result);
    }
  }

  for (const name of memory.unacknowledged()) env.spawn('repeat', () => repeat(name));
  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'request') hear(message, from);
    const over = message.kind === 'note' ? acknowledged(message.extra) : undefined;
    if (over !== undefined) memory.release(over);
  });
}
