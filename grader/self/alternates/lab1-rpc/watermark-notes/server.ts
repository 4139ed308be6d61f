import type { NodeId } from '#harness';
import {
  isMessage,
  type CallId,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';
import { openPasts } from './pasts.ts';

function split(id: CallId): readonly [name: string, number: number] {
  const colon = id.lastIndexOf(':');
  return [id.slice(0, colon), Number(id.slice(colon + 1))];
}

export function createServer(env: ServerEnv, service: Service): void {
  const pasts = openPasts(env);
  /** Calls that are being worked on, each with those who asked for it meanwhile. */
  const underWay = new Map<CallId, Set<NodeId>>();

  function hear(request: RequestMessage, from: NodeId): void {
    const { id, method } = request;
    const reply = (result: Result): void => env.net.send(from, { kind: 'reply', id, result });
    if (!service.offers(method)) return reply({ status: 'refused', reason: 'no-such-method' });
    const [name, number] = split(id);
    const past = pasts.of(name);
    const answer = past.answers[number];
    if (answer) return reply(answer);
    if (number < past.floor) return;
    const others = underWay.get(id);
    if (others) return void others.add(from);
    underWay.set(id, new Set([from]));
    env.spawn('execute', () => execute(request));
  }

  async function execute({ id, method, args }: RequestMessage): Promise<void> {
    const step = await service.begin(method, args);
    const before = env.disk.load('books') ?? service.initial;
    const { books, value } = step(before);
    const result: Result = { status: 'ok', value };
    // A read leaves the books as they are, and may be done again: nothing of it is kept.
    if (books !== before) {
      env.disk.save({ books, memory: pasts.withAnswer(...split(id), result) });
      pasts.saved();
    }
    for (const node of underWay.get(id) ?? []) env.net.send(node, { kind: 'reply', id, result });
    underWay.delete(id);
  }

  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'note') pasts.learn(message.extra);
    if (message.kind === 'request') hear(message, from);
  });
}
