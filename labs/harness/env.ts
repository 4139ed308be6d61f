/**
 * All that a node may know of the outside. A lab reads no clock, rolls
 * no dice, opens no socket and no file in any other way, so a
 * simulator and a real network can both stand behind these interfaces.
 */

/** Servers are n1, n2, …; clients c1, c2, …; a lab may give better names ("bank"). */
export type NodeId = string;

/** Milliseconds, fractions allowed. Virtual in the simulator. */
export type Millis = number;

/** Plain data: all that may cross the wire or the disk. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** The largest datagram, in bytes of its encoded form, as UDP over IPv4 has it (RFC 768). */
export const MAX_DATAGRAM = 65_507;

/** A protocol is an interface of functions: `interface Raft { RequestVote(args: A): R }`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a bound on all methods, whatever they take
export type Protocol<P> = { [M in keyof P]: (args: any) => unknown };
export type Method<P> = keyof P & string;
export type Args<P extends Protocol<P>, M extends keyof P> = Parameters<P[M]>[0];
export type Reply<P extends Protocol<P>, M extends keyof P> = Awaited<ReturnType<P[M]>>;

export interface Env<P extends Protocol<P> = {}, D extends object = {}> {
  /** Survives restarts. */
  readonly id: NodeId;
  /** The local clock: monotonic within one life, comparable to no other node's. */
  now(): Millis;
  /**
   * Never resolves if the node crashes meanwhile; cannot be cancelled:
   * after waking, look whether the reason to wake still stands.
   */
  sleep(ms: Millis): Promise<void>;
  /** In [0, 1), from the seed of the run. */
  random(): number;
  /** Background work. A throw in it is a bug and fails the run. */
  spawn(name: string, task: () => Promise<void>): void;
  /** One line in the trace; changes nothing. */
  trace(event: string, details?: object): void;
  /**
   * Occupies this node's processor for so long (a slow node takes longer). Its other events wait,
   * and come after what the program does next.
   */
  work(ms: Millis): Promise<void>;
  /** Raw datagrams. */
  readonly net: Net;
  /** Remote procedure calls, given from Lab 2 on. */
  readonly rpc: Rpc<P>;
  /** What survives a crash. */
  readonly disk: Disk<D>;
}

export interface Net {
  /**
   * Hands one datagram to the network and returns at once. It may arrive once,
   * more than once, late, after younger ones, or never, and nothing will tell
   * which. A name that no node has is no error: silence. A message that is not
   * plain data, or is larger than MAX_DATAGRAM, is a bug and throws.
   */
  send(to: NodeId, message: Plain): void;
  /**
   * Adds a receiver, for this life of the node. Every receiver sees every datagram that arrives, in
   * the order in which the receivers were added. What it gives is frozen: build a new value from
   * it. With no receiver, what arrives is lost. `from` is what the datagram says of its sender. A
   * receiver without `await` is atomic; a throw in it is a bug, blamed on its line.
   */
  receive(receiver: (message: unknown, from: NodeId) => void): void;
}

export interface Rpc<P extends Protocol<P>> {
  /** One attempt. `undefined`: no reply came within `timeout` (7,000 ms unless told otherwise). The
   *  request may have been executed once, twice or never. */
  call<M extends Method<P>>(
    to: NodeId,
    method: M,
    args: Args<P, M>,
    options?: { timeout?: Millis },
  ): Promise<Reply<P, M> | undefined>;
  /**
   * One handler a method. A request that no handler takes is lost. A throw in a handler is a bug.
   */
  handle<M extends Method<P>>(
    method: M,
    handler: (args: Args<P, M>, from: NodeId) => Reply<P, M> | Promise<Reply<P, M>>,
  ): void;
}

export interface Disk<D extends object> {
  /**
   * The cell as this life last saved it, or as the disk had it when this life began. What it gives
   * is frozen: build a new value from it.
   */
  load<K extends keyof D & string>(cell: K): D[K] | undefined;
  /**
   * Atomic for all the cells named; `undefined` drops a cell. Returns at once to the program, and
   * takes virtual time (1 ms and 200 MB/s unless the world says otherwise), in which the node is
   * busy: nothing that it does afterwards can be seen before it is durable.
   */
  save(cells: { [K in keyof D]?: D[K] | undefined }): void;
}
