/** Given. What travels, what is kept, and what the lab exports. */
import type { Env, Millis, NodeId, Plain } from '#harness';

// ---- The wire. The grader reads kind, id, method, args and result. ----
// ---- `id` and `extra` are yours to design. ----

/** Up to 128 characters. */
export type CallId = string;
export type RequestMessage = {
  kind: 'request';
  id: CallId;
  method: string;
  args: Plain;
  extra?: Plain;
};
export type ReplyMessage = { kind: 'reply'; id: CallId; result: Result; extra?: Plain };
/** Whatever else the two sides want to say to each other. */
export type NoteMessage = { kind: 'note'; extra: Plain };
export type Message = RequestMessage | ReplyMessage | NoteMessage;

/** Types do not travel: what arrives is unknown until it has been looked at. */
export function isMessage(message: unknown): message is Message {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id, method, args, result, extra } = message as Record<string, unknown>;
  const named = typeof id === 'string' && id.length <= 128;
  if (kind === 'request') return named && typeof method === 'string' && args !== undefined;
  if (kind === 'reply') return named && isResult(result);
  return kind === 'note' && extra !== undefined;
}

function isResult(result: unknown): result is Result {
  if (typeof result !== 'object' || result === null) return false;
  const { status, value, reason } = result as Record<string, unknown>;
  return (
    (status === 'ok' && value !== undefined) ||
    (status === 'refused' && reason === 'no-such-method')
  );
}

// ---- What comes of a call. ----

/** Definite: we know. */
export type Result<V = Plain> =
  /** Executed, and this is what the execution returned. */
  | { status: 'ok'; value: V }
  /** Not executed, and it never will be. */
  | { status: 'refused'; reason: 'no-such-method' };
/** … or we do not know, and say so: executed, or not, or to be executed yet. */
export type Outcome<V = Plain> = Result<V> | { status: 'unknown' };

export interface Client {
  /** Settles within `within` ms (DEADLINE unless said). Never rejects. */
  call<M extends Method>(
    to: NodeId,
    method: M,
    args: Args<M>,
    options?: { within?: Millis },
  ): Promise<Outcome<Value<M>>>;
}

export interface DurableClient {
  /**
   * When this has returned, the call will be made, whatever crashes. An intent that is
   * already known has no effect.
   */
  intend<M extends Method>(intent: string, to: NodeId, method: M, args: Args<M>): void;
  /**
   * Settles when the outcome is known, and tells the same in every life. It has no deadline and no
   * 'unknown'.
   */
  outcome(intent: string): Promise<Result>;
  /**
   * The application has what it needs. Once the outcome is known, nothing of this intent need be
   * kept, here or at the server; one that is unfinished is still made, whatever crashes, and
   * dropped when its outcome comes.
   */
  forget(intent: string): void;
}

// ---- The bank. `memo` is the application's note on each call: no two of its calls share one. ----

export type Bank = {
  /** Reads. */
  balance(args: { memo: string; account: Account }): { balance: number };
  deposit(args: { memo: string; account: Account; amount: number }): {
    receipt: number;
    balance: number;
  };
  /** Moves money if the account covers it. */
  transfer(args: {
    memo: string;
    from: Account;
    to: Account;
    amount: number;
  }): { status: 'done'; receipt: number } | { status: 'declined'; balance: number };
  /** Overwrites. */
  setOwner(args: { memo: string; account: Account; owner: string }): { previous: string | null };
  /** Part C. */
  putPayment(args: { memo: string } & Payment): PutReply;
};
export type Method = keyof Bank;
export type Args<M extends Method> = Parameters<Bank[M]>[0];
export type Value<M extends Method> = ReturnType<Bank[M]>;
export type Account = string;
export type PaymentId = string;
export type Payment = { payment: PaymentId; from: Account; to: Account; amount: number };
export type PutReply =
  /** Now, or by an equal payment before: the same receipt. */
  | { status: 'paid'; receipt: number }
  /** Not covered; not kept among the payments, so it may be put again. */
  | { status: 'declined'; balance: number }
  /** That id paid something else, with this receipt; no money moves. */
  | { status: 'conflict'; receipt: number };

export type Books = {
  balances: { [account: Account]: number };
  owners: { [account: Account]: string };
  payments: { [payment: PaymentId]: Payment & { receipt: number } };
  /** How many entries were ever made. */
  receipts: number;
  /** The last 32 of them, the youngest last. */
  lastPage: readonly Entry[];
};
export type Entry = { receipt: number; method: string; memo: string };

export interface Service {
  readonly initial: Books;
  offers(method: string): boolean;
  /**
   * The slow part: reads the request, checks it, waits for others. Changes nothing, and may be done
   * again.
   */
  begin(method: string, args: Plain): Promise<Step>;
}
/**
 * The quick part, pure, like a reducer: from the books, the next books and the value to return. A
 * read returns the same books. Everything else makes one entry, a decline or a conflict too: it was
 * decided, and is not to be decided again.
 */
export type Step = (books: Books) => { books: Books; value: Plain };

// ---- The disk. `books` has a fixed form; `memory` is yours. ----

export interface ServerCells {
  books: Books;
  memory: Plain;
}
export interface ClientCells {
  memory: Plain;
}
export type ServerEnv = Env<{}, ServerCells>;
export type ClientEnv = Env<{}, ClientCells>;
/** Part E: one secret for each peer. */
export type Keys = { readonly [peer: NodeId]: string };

/** ms: what `within` is when nobody says. */
export const DEADLINE = 10_000;
/** ms: while a call is open, its client says something at least so often. */
export const MAX_SILENCE = 2_000;
/** Calls that an application keeps open at once on one client: a promise of the world. */
export const MAX_OPEN = 16;
/** Where memory is measured: no call stays open while its client makes more than so many others. */
export const MAX_SPAN = 64;
