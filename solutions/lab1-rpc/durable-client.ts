/** Part D. A client whose intents outlive it. */
import { deferred, type Deferred, type NodeId, type Plain } from '#harness';
import type {
  Args,
  ClientEnv,
  DurableClient,
  Method,
  Outcome,
  Result,
} from '../../labs/lab1-rpc/types.ts';
import { Caller, type OpenCall } from './client.ts';

/** An intent whose outcome is not known. `forgotten`: it will be made, and nobody waits for it. */
export type Unfinished = {
  readonly status: 'unfinished';
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly forgotten: boolean;
};
export type Finished = { readonly status: 'finished'; readonly outcome: Result };
export type Intent = Unfinished | Finished;

/** The cell `memory`: who this client is, in every life, and what it has promised. */
export type Memory = {
  readonly name: string;
  readonly nextNumber: number;
  readonly intents: { readonly [intent: string]: Intent };
};

export class DurableRpcClient extends Caller implements DurableClient {
  protected memory: Memory = this.recover();
  readonly #waiting = new Map<string, Deferred<Result>>();

  // ---- Decisions ----

  /**
   * The name and the numbers go on where the last life left them: under them the server knows us.
   */
  protected recover(): Memory {
    const kept = this.env.disk.load('memory') as Memory | undefined;
    return kept ?? { name: this.newName(), nextNumber: 1, intents: {} };
  }

  /**
   * From what is kept and not from what is being asked: after a restart nothing is being asked yet,
   * and the server must not forget an answer that has not reached our disk.
   */
  protected watermark(to: NodeId): number {
    const numbers = this.unfinished()
      .filter(([, one]) => one.to === to)
      .map(([, one]) => one.number);
    return Math.min(this.memory.nextNumber, ...numbers);
  }

  protected unfinished(): [intent: string, one: Unfinished][] {
    return Object.entries(this.memory.intents).flatMap(([intent, one]) =>
      one.status === 'unfinished' ? [[intent, one]] : [],
    );
  }

  /** Promise and number in one cell: a number that another intent gets again names two calls. */
  protected withPromise(intent: string, to: NodeId, method: string, args: Plain): Memory {
    const { name, nextNumber, intents } = this.memory;
    const one: Unfinished = {
      status: 'unfinished',
      number: nextNumber,
      to,
      method,
      args,
      forgotten: false,
    };
    return { name, nextNumber: nextNumber + 1, intents: { ...intents, [intent]: one } };
  }

  /** What was asked need not be kept when it is known what came of it. */
  protected withOutcome(intent: string, outcome: Result): Memory {
    return this.with(intent, { status: 'finished', outcome });
  }

  /** An unfinished intent is a promise still, so it is only marked. */
  protected withoutIntent(intent: string): Memory {
    const one = this.known(intent);
    if (one?.status === 'unfinished') return this.with(intent, { ...one, forgotten: true });
    const { [intent]: _dropped, ...intents } = this.memory.intents;
    return { ...this.memory, intents };
  }

  protected with(intent: string, one: Intent): Memory {
    return { ...this.memory, intents: { ...this.memory.intents, [intent]: one } };
  }

  protected known(intent: string): Intent | undefined {
    const { intents } = this.memory;
    return Object.hasOwn(intents, intent) ? intents[intent] : undefined;
  }

  // ---- Acting ----

  intend<M extends Method>(intent: string, to: NodeId, method: M, args: Args<M>): void {
    if (this.known(intent)) return;
    this.promise(intent, to, method, args);
  }

  /** First the disk, then the wire: a request that no later life knows of cannot be asked again. */
  protected promise(intent: string, to: NodeId, method: string, args: Plain): void {
    this.save(this.withPromise(intent, to, method, args));
    this.takeUp(intent);
  }

  /** What the last life left undone. Called once, when the client has been made. */
  takeUpUnfinished(): void {
    for (const [intent] of this.unfinished()) this.takeUp(intent);
  }

  protected takeUp(intent: string): void {
    const one = this.known(intent);
    if (one?.status === 'unfinished') this.begin(this.callFor(intent, one));
  }

  protected callFor(intent: string, { number, to, method, args }: Unfinished): OpenCall {
    const id = this.callId(this.memory.name, number);
    const settle = (outcome: Outcome): void => {
      if (outcome.status !== 'unknown') this.finish(intent, outcome);
    };
    return { id, number, to, method, args, settle, tries: 0, lastTry: 0 };
  }

  /** First the disk, then the application and, by the watermark, the server. */
  protected finish(intent: string, outcome: Result): void {
    const one = this.known(intent);
    this.save(this.withOutcome(intent, outcome));
    this.tell(intent, outcome);
    if (one?.status === 'unfinished' && one.forgotten) this.forget(intent);
  }

  protected tell(intent: string, outcome: Result): void {
    this.#waiting.get(intent)?.resolve(outcome);
    this.#waiting.delete(intent);
  }

  outcome(intent: string): Promise<Result> {
    const one = this.known(intent);
    if (one?.status === 'finished') return Promise.resolve(one.outcome);
    const waiting = this.#waiting.get(intent) ?? deferred<Result>();
    this.#waiting.set(intent, waiting);
    return waiting.promise;
  }

  forget(intent: string): void {
    if (this.known(intent)) this.save(this.withoutIntent(intent));
  }

  protected save(memory: Memory): void {
    this.memory = memory;
    this.env.disk.save({ memory });
  }
}

export function createDurableClient(env: ClientEnv): DurableClient {
  const client = new DurableRpcClient(env);
  client.takeUpUnfinished();
  return client;
}
