import type { NodeId } from '#harness';
import {
  isMessage,
  type CallId,
  type NoteMessage,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';

type Past = { readonly floor: number; readonly answers: { readonly [number: string]: Result } };
type Memory = { readonly [name: string]: Past };

/** What remains of a client's past when all below the floor is over. */
function above(past: Past, told: number): Past {
  if (told <= past.floor) return past;
  const answers = Object.entries(past.answers).filter(([number]) => Number(number) >= told);
  return { floor: told, answers: Object.fromEntries(answers) };
}

function split(id: CallId): readonly [name: string, number: number] {
  const colon = id.lastIndexOf(':');
  return [id.slice(0, colon), Number(id.slice(colon + 1))];
}

export function createServer(env: ServerEnv, service: Service): void {
  /** Floors that the disk does not know of yet. */
  const told = new Map<string, number>();
  /** Calls that are being worked on, each with those who asked for it meanwhile. */
  const underWay = new Map<CallId, Set<NodeId>>();

  const memory = (): Memory => (env.disk.load('memory') ?? {}) as Memory;
  const pastOf = (name: string): Past =>
    above(memory()[name] ?? { floor: 0, answers: {} }, told.get(name) ?? 0);

  /** The memory to save: every client's past cut off at its floor, and one answer more. */
  function withAnswer(name: string, number: number, result: Result): Memory {
    const next: Record<string, Past> = { ...memory() };
    for (const [one] of told) if (next[one]) next[one] = pastOf(one);
    const past = pastOf(name);
    const kept = number >= past.floor ? { [number]: result } : {};
    next[name] = { floor: past.floor, answers: { ...past.answers, ...kept } };
    return next;
  }

  function learn({ extra }: NoteMessage): void {
    const { name, floor } = (extra ?? {}) as { readonly name?: unknown; readonly floor?: unknown };
    if (typeof name !== 'string' || typeof floor !== 'number') return;
    told.set(name, Math.max(floor, told.get(name) ?? 0));
  }

  function hear(request: RequestMessage, from: NodeId): void {
    const { id, method } = request;
    const reply = (result: Result): void => env.net.send(from, { kind: 'reply', id, result });
    if (!service.offers(method)) return reply({ status: 'refused', reason: 'no-such-method' });
    const [name, number] = split(id);
    const past = pastOf(name);
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
      env.disk.save({ books, memory: withAnswer(...split(id), result) });
      for (const name of told.keys()) if (name in memory()) told.delete(name);
    }
    for (const node of underWay.get(id) ?? []) env.net.send(node, { kind: 'reply', id, result });
    underWay.delete(id);
  }

  env.net.receive((message, from) => {
    if (!isMessage(message)) return;
    if (message.kind === 'note') learn(message);
    if (message.kind === 'request') hear(message, from);
  });
}
