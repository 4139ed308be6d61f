/**
 * The names that a program may be used to find around it, and what to ask of `Env` instead. Whoever
 * asks gets an error that says so, at the line that asked.
 */
const CLOCK = 'use env.now(), this node’s own clock';
const TIMER = 'use `await env.sleep(ms)`, which passes virtual time and dies with the node';
const DICE = 'use env.random(), which the seed of the run decides';
const NET = 'use env.net, or env.rpc where a lab has it';
const COPY =
  'what is sent or saved is copied for you; of what came or was loaded, build a new value';
const HOST = 'a node has no host; what it may know is in Env';
const DATA = 'use strings and numbers: messages are plain data';
const ORDER = 'use `await`: after an event, all promise jobs run to the end';

const ADVICE: Readonly<Record<string, string>> = {
  setTimeout: TIMER,
  setInterval: TIMER,
  setImmediate: TIMER,
  clearTimeout: TIMER,
  clearInterval: TIMER,
  clearImmediate: TIMER,
  queueMicrotask: ORDER,
  fetch: NET,
  WebSocket: NET,
  XMLHttpRequest: NET,
  MessageChannel: NET,
  BroadcastChannel: NET,
  structuredClone: COPY,
  process: HOST,
  performance: CLOCK,
  crypto: DICE,
  Buffer: DATA,
  TextEncoder: DATA,
  TextDecoder: DATA,
  URL: DATA,
  AbortController: 'what is no longer wanted is ignored when it comes; a crash ends all by itself',
  WebAssembly: HOST,
  localStorage: 'use env.disk',
};

const refuse = (name: string, advice: string): never => {
  throw new TypeError(`${name} is not there for a node: ${advice}.`);
};

/**
 * Whether a stub is a function (called, or made with new); the others throw as soon as they are
 * looked at.
 */
const isFunction = (name: string): boolean => !THINGS.includes(name);
const THINGS = ['process', 'performance', 'crypto', 'Buffer', 'URL', 'WebAssembly', 'localStorage'];

const stub = (name: string, advice: string) =>
  function ambient(): never {
    return refuse(name, advice);
  };

/** Math without its dice. */
function mathWithoutDice(): object {
  const fields = Object.getOwnPropertyDescriptors(Math);
  return Object.create(Object.prototype, {
    ...fields,
    random: { value: stub('Math.random', DICE), enumerable: false },
  }) as object;
}

/** A Date that knows no now. */
function dateWithoutClock(): unknown {
  function Clockless(...args: number[]): Date {
    if (!new.target || args.length === 0) return refuse('Date', CLOCK);
    return new Date(...(args as [number]));
  }
  Clockless.UTC = Date.UTC;
  Clockless.parse = Date.parse;
  Clockless.now = stub('Date.now', CLOCK);
  return Clockless;
}

/** Property descriptors for a global object of a submission. */
export function ambientGlobals(): PropertyDescriptorMap {
  const globals: PropertyDescriptorMap = {
    Math: { value: mathWithoutDice() },
    Date: { value: dateWithoutClock() },
  };
  for (const [name, advice] of Object.entries(ADVICE)) {
    globals[name] = isFunction(name)
      ? { value: stub(name, advice) }
      : { get: () => refuse(name, advice) };
  }
  return globals;
}
