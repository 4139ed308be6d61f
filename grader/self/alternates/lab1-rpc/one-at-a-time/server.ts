import type { NodeId } from '#harness';
import {
  isMessage,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
} from '../../../../../labs/lab1-rpc/types.ts';

type Done = readonly (readonly [number: number, result: Result])[];
type Memory = { readonly [client: string]: { readonly below: number; readonly done: Done } };
type Job = { readonly request: RequestMessage; readonly from: NodeId };

/**
 * Works on one request at a time, from looking it up to answering it; the others stand in a queue.
 */
class QueueServer {
  readonly #env: ServerEnv;
  readonly #service: Service;
  #queue: Job[] = [];
  #working = false;

  constructor(env: ServerEnv, service: Service) {
    this.#env = env;
    this.#service = service;
  }

  accept(job: Job): void {
    // Who asks again while waiting in the queue keeps the place that he has.
    if (this.#queue.some((other) => other.request.id === job.request.id)) return;
    this.#queue.push(job);
    if (!this.#working) this.#env.spawn('work', () => this.#work());
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      const result = await this.#answerTo(job.request);
      if (result) this.#env.net.send(job.from, { kind: 'reply', id: job.request.id, result });
    }
    this.#working = false;
  }

  async #answerTo({ method, args, extra }: RequestMessage): Promise<Result | undefined> {
    if (!this.#service.offers(method)) return { status: 'refused', reason: 'no-such-method' };
    const { client, number, below } = (extra ?? {}) as Record<string, unknown>;
    if (typeof client !== 'string' || typeof number !== 'number' || typeof below !== 'number')
      return;
    const memory = (this.#env.disk.load('memory') ?? {}) as Memory;
    const known = memory[client] ?? { below: 0, done: [] };
    const before = known.done.find(([done]) => done === number);
    if (before) return before[1];
    if (number < known.below) return undefined;
    // Nobody else works meanwhile: what was looked up is still so.
    const step = await this.#service.begin(method, args);
    const { books, value } = step(this.#env.disk.load('books') ?? this.#service.initial);
    const result: Result = { status: 'ok', value };
    const limit = Math.max(known.below, below);
    const done = [...known.done.filter(([other]) => other >= limit), [number, result] as const];
    this.#env.disk.save({ books, memory: { ...memory, [client]: { below: limit, done } } });
    return result;
  }
}

export function createServer(env: ServerEnv, service: Service): void {
  const server = new QueueServer(env, service);
  env.net.receive((message, from) => {
    if (isMessage(message) && message.kind === 'request') server.accept({ request: message, from });
  });
}
