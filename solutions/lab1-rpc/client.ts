/** Part A. A client whose every call ends: with its own reply, or by its deadline. */
import { deferred, type Millis, type NodeId, type Plain } from '#harness';
import {
  DEADLINE,
  isMessage,
  type Args,
  type CallId,
  type Client,
  type ClientEnv,
  type Method,
  type Outcome,
  type ReplyMessage,
  type RequestMessage,
  type Value,
} from '../../labs/lab1-rpc/types.ts';

/** ms: the first pause of a client that knows nothing of the line. */
const FIRST_PATIENCE = 250;
/** ms: however short the line, a server may be busy with a save. */
const LEAST_PATIENCE = 50;
/** ms: below MAX_SILENCE by what a slow clock and a save may add. */
const LONGEST_PAUSE = 1_900;

/** A call that is still being asked for. */
export type OpenCall = {
  readonly id: CallId;
  readonly number: number;
  readonly to: NodeId;
  readonly method: string;
  readonly args: Plain;
  readonly settle: (outcome: Outcome) => void;
  tries: number;
  lastTry: Millis;
};

/** What a client has learned of the way to one server. */
type Pace = { readonly roundTrip: Millis | undefined; readonly patience: Millis };

/**
 * Asks until it is answered: what the client of part A and the durable client of part D share.
 * They differ in where names and numbers come from, and in what counts as settled.
 */
export abstract class Caller {
  protected readonly env: ClientEnv;
  protected readonly open = new Map<CallId, OpenCall>();
  readonly #paces = new Map<NodeId, Pace>();

  constructor(env: ClientEnv) {
    this.env = env;
    env.net.receive((message, from) => {
      if (isMessage(message) && message.kind === 'reply') this.hear(message, from);
    });
  }

  // ---- Decisions ----

  /**
   * No call of this server below this number will ever be asked for again. It rides on every
   * request, because a message of its own would cost half as much as the call.
   */
  protected abstract watermark(to: NodeId): number;

  /**
   * A name that no other client has, in whichever life: the clock starts again, the dice do not.
   */
  protected newName(): string {
    return `${this.env.id}-${Math.floor(this.env.random() * 2 ** 48).toString(36)}`;
  }

  /** All requests of a call carry this id, and none of another call. The server takes it apart. */
  protected callId(name: string, number: number): CallId {
    return `${name}/${number}`;
  }

  protected requestOf(call: OpenCall): RequestMessage {
    const { id, to, method, args } = call;
    return { kind: 'request', id, method, args, extra: { settled: this.watermark(to) } };
  }

  /** By id, never by order: replies cross on the way, and come again long after their call. */
  protected isReplyTo(reply: ReplyMessage, from: NodeId, call: OpenCall): boolean {
    return reply.id === call.id && from === call.to;
  }

  /** Silence tells nothing about how often to ask; only an end of the call is an end of asking. */
  protected mayAskAgain(call: OpenCall): boolean {
    return this.isOpen(call);
  }

  protected isOpen(call: OpenCall): boolean {
    return this.open.get(call.id) === call;
  }

  /**
   * Longer than the round trip, or a reply on its way is asked for twice. Doubled by every try, or
   * a dead server is buried in requests. Drawn from the whole range (full jitter), or clients that
   * began together go on together. Never longer than the silence that is allowed.
   */
  protected nextPause(attempt: number, patience: Millis, draw: number): Millis {
    const shortest = Math.min(patience, LONGEST_PAUSE / 2);
    const longest = Math.min(shortest * 2 ** (attempt + 1), LONGEST_PAUSE);
    return shortest + draw * (longest - shortest);
  }

  /** How long an answer of this server may take before silence means anything. */
  protected patienceWith(to: NodeId): Millis {
    return this.#paces.get(to)?.patience ?? FIRST_PATIENCE;
  }

  /** Karn's algorithm: of a call that was asked twice, nobody knows which try was answered. */
  protected mayMeasure(call: OpenCall): boolean {
    return call.tries === 1;
  }

  /** A smoothed round trip (RFC 6298 §2) and a quarter; the jitter above it covers the variance. */
  protected paceAfter(before: Pace, sample: Millis): Pace {
    const { roundTrip = sample } = before;
    const smoothed = roundTrip + (sample - roundTrip) / 8;
    return { roundTrip: smoothed, patience: Math.max(LEAST_PATIENCE, 1.25 * smoothed) };
  }

  /**
   * If calls cannot be measured because the first pause is too short, it must grow (Karn again).
   */
  protected paceUnmeasured({ roundTrip, patience }: Pace): Pace {
    return { roundTrip, patience: Math.min(2 * patience, LONGEST_PAUSE) };
  }

  // ---- Acting ----

  protected begin(call: OpenCall): void {
    this.open.set(call.id, call);
    this.env.spawn('ask', () => this.ask(call));
  }

  protected async ask(call: OpenCall): Promise<void> {
    for (let attempt = 0; this.mayAskAgain(call); attempt++) {
      this.send(call);
      const patience = this.patienceWith(call.to);
      await this.env.sleep(this.nextPause(attempt, patience, this.env.random()));
    }
  }

  protected send(call: OpenCall): void {
    call.tries++;
    call.lastTry = this.env.now();
    this.env.net.send(call.to, this.requestOf(call));
  }

  protected hear(reply: ReplyMessage, from: NodeId): void {
    for (const call of this.open.values()) {
      if (!this.isReplyTo(reply, from, call)) continue;
      this.learnFrom(call);
      this.settle(call, reply.result);
    }
  }

  protected learnFrom(call: OpenCall): void {
    const before = this.#paces.get(call.to) ?? { roundTrip: undefined, patience: FIRST_PATIENCE };
    const sample = this.env.now() - call.lastTry;
    const after = this.mayMeasure(call)
      ? this.paceAfter(before, sample)
      : this.paceUnmeasured(before);
    this.#paces.set(call.to, after);
  }

  /** Once, with the first outcome: what comes later finds no open call. */
  protected settle(call: OpenCall, outcome: Outcome): void {
    if (!this.isOpen(call)) return;
    this.open.delete(call.id);
    call.settle(outcome);
  }
}

export class RpcClient extends Caller implements Client {
  readonly #name = this.newName();
  protected nextNumber = 1;

  /** A call that ended `unknown` is settled too: its application will not hear of it again. */
  protected watermark(to: NodeId): number {
    const numbers = [...this.open.values()]
      .filter((call) => call.to === to)
      .map((call) => call.number);
    return Math.min(this.nextNumber, ...numbers);
  }

  /** Executed, or not, or to be executed yet: silence does not say which, and no guess may. */
  protected outcomeAtDeadline(): Outcome {
    return { status: 'unknown' };
  }

  call<M extends Method>(
    to: NodeId,
    method: M,
    args: Args<M>,
    { within = DEADLINE }: { within?: Millis } = {},
  ): Promise<Outcome<Value<M>>> {
    const { promise, resolve: settle } = deferred<Outcome>();
    const number = this.nextNumber++;
    const id = this.callId(this.#name, number);
    const call = { id, number, to, method, args, settle, tries: 0, lastTry: 0 };
    this.begin(call);
    this.env.spawn('deadline', () => this.endAfter(call, within));
    // Types do not travel: that the server's value is one of this method is the service's promise.
    return promise as Promise<Outcome<Value<M>>>;
  }

  /** A timer of its own, so that the deadline does not wait for a pause to end. */
  protected async endAfter(call: OpenCall, within: Millis): Promise<void> {
    await this.env.sleep(within);
    this.giveUp(call);
  }

  protected giveUp(call: OpenCall): void {
    this.settle(call, this.outcomeAtDeadline());
  }
}

export function createClient(env: ClientEnv): Client {
  return new RpcClient(env);
}
