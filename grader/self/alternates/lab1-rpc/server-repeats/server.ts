import type { Millis, NodeId } from '#harness';
import {
  isMessage,
  type CallId,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';
import { acknowledged, idOf, nameOf, type CallName } from './protocol.ts';
import { add, includes, type Ranges } from './ranges.ts';

/** A reply that its client has not acknowledged, and where to. */
type Unacknowledged = { readonly to: NodeId; readonly result: Result };
type Client = {
  readonly acknowledged: Ranges;
  readonly replies: { readonly [number: string]: Unacknowledged };
};
type Memory = { readonly [client: string]: Client };

const FIRST_REPEAT: Millis = 250;
const LONGEST_REPEAT: Millis = 3_600_000;

export function createServer(env: ServerEnv, service: Service): void {
  const working = new Set<CallId>();
  /** Ahead of the disk by acknowledgements only: what a crash forgets of them is told again. */
  let memory = (env.disk.load('memory') ?? {}) as Memory;

  const clientOf = ({ client }: CallName): Client =>
    memory[client] ?? { acknowledged: [], replies: {} };

  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'request') hear(message, from);
    if (message.kind === 'note') release(acknowledged(message.extra));
  });

  for (const [client, { replies }] of Object.entries(memory)) {
    for (const number of Object.keys(replies)) repeat({ client, number: Number(number) });
  }

  function hear(request: RequestMessage, from: NodeId): void {
    const { id, method } = request;
    if (!service.offers(method)) {
      const result: Result = { status: 'refused', reason: 'no-such-method' };
      return env.net.send(from, { kind: 'reply', id, result });
    }
    const name = nameOf(id);
    const { replies, acknowledged: over } = clientOf(name);
    const reply = replies[name.number];
    if (reply) return env.net.send(from, { kind: 'reply', id, result: reply.result });
    if (working.has(id) || includes(over, name.number)) return;
    working.add(id);
    env.spawn('execute', () => execute(request, from));
  }

  async function execute({ id, method, args }: RequestMessage, from: NodeId): Promise<void> {
    const step = await service.begin(method, args);
    working.delete(id);
    const name = nameOf(id);
    const client = clientOf(name);
    // Its client may have given it up meanwhile, and the note of that comes only once.
    if (includes(client.acknowledged, name.number)) return;
    const { books, value } = step(env.disk.load('books') ?? service.initial);
    const reply: Unacknowledged = { to: from, result: { status: 'ok', value } };
    const replies = { ...client.replies, [name.number]: reply };
    env.disk.save({ books, memory: { ...memory, [name.client]: { ...client, replies } } });
    // What the disk hands out is frozen, and is saved again without being copied.
    memory = env.disk.load('memory') as Memory;
    env.net.send(from, { kind: 'reply', id, result: reply.result });
    repeat(name);
  }

  /** Sends the reply again and again, ever more rarely, until it is acknowledged. */
  function repeat(name: CallName): void {
    env.spawn('repeat', async () => {
      let pause = FIRST_REPEAT;
      await env.sleep(pause * (0.5 + env.random()));
      for (;;) {
        const reply = clientOf(name).replies[name.number];
        if (!reply) return;
        env.net.send(reply.to, { kind: 'reply', id: idOf(name), result: reply.result });
        pause = Math.min(2 * pause, LONGEST_REPEAT);
        await env.sleep(pause * (0.5 + env.random()));
      }
    });
  }

  /** Saved with the next execution, for nothing is lost if it is not. */
  function release(id: CallId | undefined): void {
    if (id === undefined) return;
    const name = nameOf(id);
    if (name.client === '' || !Number.isSafeInteger(name.number)) return;
    const client = clientOf(name);
    const { [name.number]: _, ...replies } = client.replies;
    const over = add(client.acknowledged, name.number);
    memory = { ...memory, [name.client]: { acknowledged: over, replies } };
  }
}
