/**
 * Given: a worked example. Answers every request that comes, so a request that comes twice is
 * executed twice.
 */
import type { NodeId } from '#harness';
import {
  isMessage,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from './types.ts';

export function createAtLeastOnceServer(env: ServerEnv, service: Service): void {
  env.net.receive((message, from) => {
    if (isMessage(message) && message.kind === 'request')
      env.spawn('answer', () => answer(message, from));
  });

  async function answer({ id, method, args }: RequestMessage, from: NodeId): Promise<void> {
    const reply = (result: Result) => env.net.send(from, { kind: 'reply', id, result });
    if (!service.offers(method)) return reply({ status: 'refused', reason: 'no-such-method' });
    const step = await service.begin(method, args); // the world moves on meanwhile
    // No await from here …
    const { books, value } = step(env.disk.load('books') ?? service.initial);
    env.disk.save({ books });
    // … to here.
    reply({ status: 'ok', value });
  }
}
