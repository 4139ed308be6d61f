/** Parts B and C. A server that executes each call at most once, in however many lives. */
import type { NodeId, Plain } from '#harness';
import {
  isMessage,
  type Books,
  type CallId,
  type RequestMessage,
  type Result,
  type ServerEnv,
  type Service,
  type Step,
} from '../../labs/lab1-rpc/types.ts';

/**
 * A request that has been looked at: the call it belongs to, and what its client says of others.
 */
export type Call = {
  readonly id: CallId;
  readonly client: string;
  readonly number: number;
  /** The client has settled all its calls below this number. */
  readonly settled: number;
  readonly method: string;
  readonly args: Plain;
  readonly from: NodeId;
};

/** What is known of one client: one number, and the results that it may still ask for. */
export type ClientRecord = {
  readonly settled: number;
  readonly results: { readonly [number: string]: Result };
};
/** The cell `memory`, by client. */
export type Memory = { readonly [client: string]: ClientRecord };

const NOTHING_YET: ClientRecord = { settled: 0, results: {} };

export class AtMostOnceServer {
  protected readonly env: ServerEnv;
  protected readonly service: Service;
  /** Not on the disk: what a crash interrupts was not executed, and the next life must do it. */
  protected readonly inProgress = new Set<CallId>();

  constructor(env: ServerEnv, service: Service) {
    this.env = env;
    this.service = service;
  }

  // ---- Decisions ----

  /** Takes apart what `callId` of the client has put together. */
  protected identify({ id, method, args, extra }: RequestMessage, from: NodeId): Call | undefined {
    const [, client, number] = /^(.+)\/(\d{1,15})$/.exec(id) ?? [];
    if (client === undefined || number === undefined) return undefined;
    return { id, client, number: Number(number), settled: settledOf(extra), method, args, from };
  }

  /**
   * Its client will not ask again, so this is an old copy, and one number per client is enough to
   * know it an hour later. "Below the youngest" would be wrong: an elder call may be overtaken.
   */
  protected isSettled({ settled }: ClientRecord, number: number): boolean {
    return number < settled;
  }

  /**
   * The answer itself and not the fact that there was one: who asks again must be told the same.
   */
  protected recall({ results }: ClientRecord, number: number): Result | undefined {
    return results[number];
  }

  /** A copy that comes now is not worked on: the first one's reply answers both. */
  protected isInProgress({ id }: Call): boolean {
    return this.inProgress.has(id);
  }

  protected remember(
    { settled, results }: ClientRecord,
    number: number,
    result: Result,
  ): ClientRecord {
    return { settled, results: { ...results, [number]: result } };
  }

  /** A result may go when its client says that it will not ask for it; never because it is old. */
  protected mayForget(number: number, settled: number): boolean {
    return number < settled;
  }

  /** Requests overtake each other, so a watermark that is lower than the last one is old news. */
  protected forget(record: ClientRecord, told: number): ClientRecord {
    const settled = Math.max(record.settled, told);
    const kept = Object.entries(record.results).filter(
      ([number]) => !this.mayForget(Number(number), settled),
    );
    return { settled, results: Object.fromEntries(kept) };
  }

  /** A read changed nothing, so it needs no memory and no save: it may be executed again. */
  protected isRead(before: Books, after: Books): boolean {
    return before === after;
  }

  protected memoryAfter(memory: Memory, { client, number, settled }: Call, result: Result): Memory {
    const record = this.remember(memory[client] ?? NOTHING_YET, number, result);
    return { ...memory, [client]: this.forget(record, settled) };
  }

  // ---- Acting ----

  serve(): void {
    this.env.net.receive((message, from) => {
      if (isMessage(message) && message.kind === 'request') this.hear(message, from);
    });
  }

  protected books(): Books {
    return this.env.disk.load('books') ?? this.service.initial;
  }

  protected memory(): Memory {
    return (this.env.disk.load('memory') ?? {}) as Memory;
  }

  protected hear(request: RequestMessage, from: NodeId): void {
    const call = this.identify(request, from);
    if (!call) return;
    if (!this.service.offers(call.method)) {
      return this.reply(call, { status: 'refused', reason: 'no-such-method' });
    }
    if (this.isInProgress(call)) return;
    const record = this.forget(this.memory()[call.client] ?? NOTHING_YET, call.settled);
    const known = this.recall(record, call.number);
    if (known) return this.repeat(call, known);
    if (this.isSettled(record, call.number)) return;
    this.env.spawn('work', () => this.work(call));
  }

  protected async work(call: Call): Promise<void> {
    this.started(call);
    const step = await this.service.begin(call.method, call.args);
    // Other calls have gone on meanwhile: books and memory are looked at now, and not before.
    this.ended(call);
    this.execute(call, step, this.books());
  }

  protected started({ id }: Call): void {
    this.inProgress.add(id);
  }

  protected ended({ id }: Call): void {
    this.inProgress.delete(id);
  }

  /** Without `await`: nothing comes between the books that are read and those that are written. */
  protected execute(call: Call, step: Step, before: Books): void {
    const { books, value } = step(before);
    const result: Result = { status: 'ok', value };
    if (this.isRead(before, books)) return this.reply(call, result);
    this.commit(call, books, this.memoryAfter(this.memory(), call, result), result);
  }

  /** First the disk, then the client: what has been told must not be undone by a crash. */
  protected commit(call: Call, books: Books, memory: Memory, result: Result): void {
    this.save(books, memory);
    this.reply(call, result);
  }

  /** Both or neither: effect without memory is done twice, memory without effect is never done. */
  protected save(books: Books, memory: Memory): void {
    this.env.disk.save({ books, memory });
  }

  protected repeat(call: Call, result: Result): void {
    this.reply(call, result);
  }

  protected reply({ id, from }: Call, result: Result): void {
    this.env.net.send(from, { kind: 'reply', id, result });
  }
}

/** Types do not travel, and `extra` may hold what nobody has seen before. */
function settledOf(extra: Plain | undefined): number {
  const { settled } = (extra ?? {}) as { readonly settled?: unknown };
  return Number.isSafeInteger(settled) ? (settled as number) : 0;
}

export function createServer(env: ServerEnv, service: Service): void {
  new AtMostOnceServer(env, service).serve();
}
