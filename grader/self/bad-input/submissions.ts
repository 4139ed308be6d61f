/** Submissions for Lab 1 with one bad thing in each. */
export type Submission = {
  /** What is wrong with it. */
  readonly name: string;
  /** File of the lab → its text; null: the student has deleted it. */
  readonly files: Readonly<Record<string, string | null>>;
  /** The scenario that shows it; the first one unless said. */
  readonly only?: string;
};

/** What a grade of it prints: the row of the scenario, and what stands below. */
export type Printed = {
  readonly name: string;
  readonly code: number;
  readonly rows: readonly string[];
  readonly said: readonly string[];
};

const file = (name: string, text: string | null, what: string): Submission => ({
  name: what,
  files: { [name]: text },
});

const clientText = (body: string, before: string): string => `import { deferred } from '#harness';
import type { Client, ClientEnv } from './types.ts';
${before}
export const createClient = (env: ClientEnv): Client => ({
  async call(to, method, args) {
    ${body}
    return { status: 'unknown' };
  },
});
`;

/** A client whose `call` does one thing. */
const call = (name: string, body: string, before = ''): Submission =>
  file('client.ts', clientText(body, before), name);

const before = (name: string, text: string): Submission => call(name, '', text);

const TEXT: readonly Submission[] = [
  file('client.ts', null, 'a file is missing'),
  file('index.ts', null, 'the entry is missing'),
  call('a syntax error', 'const = 3;'),
  call('a bracket is never closed', 'if (to) {'),
  file('client.ts', '', 'an empty file'),
  file('client.ts', '\u0000\u0001\uFFFD', 'a file that is no text'),
  file('client.ts', 'export const other = 1;\n', 'an export is missing'),
  file('client.ts', 'export const createClient = 7;\n', 'an export is no function'),
  file('index.ts', 'export const begin = 1;\n', 'the entry exports no start'),
  file('index.ts', 'export const start = () => {};\n', 'start returns nothing'),
  before('a builtin is imported', "import fs from 'node:fs';"),
  before('a file of another folder is imported', "import '../../grader/labs.ts';"),
  call('require is called', "require('node:fs');"),
  call('import is called', "await import('node:fs');"),
  call('import is called on a computed name', "const f = 'node:' + 'fs'; await import(f);"),
  call('a string that looks like an import', "env.trace('an import(x) in a string');"),
  call('a string that looks like an HTML comment', 'env.trace("<!-- in a string -->");'),
  call('eval is called', "eval('1 + 1');"),
];

const THROWN: readonly Submission[] = [
  before('a throw at import', "throw new Error('not today');"),
  before('a promise that rejects at import', "void Promise.reject(new Error('not today'));"),
  call('a throw in a call', "throw new Error('not today');"),
  file(
    'client.ts',
    clientText("throw new Error('not today');", '').replaceAll('\n', '\r\n'),
    'a throw, in a file with CRLF',
  ),
  call('a throw after a pause', "await env.sleep(10); throw new Error('not today');"),
  call('undefined is read', '(undefined as never as { field: string }).field;'),
  call('a string is thrown', "throw 'not today';"),
  call('an object is thrown', 'throw { toString() { throw 1; } };'),
  call('an error of characters without a width', "throw new Error('n\\u200Bot\\u2060 today');"),
  call(
    'a throw in a receiver',
    "env.net.receive(() => { throw new Error('not today'); }); " +
      "env.net.send(env.id, { kind: 'request', id: '1', method: 'balance', args: {} } as never); " +
      'await env.sleep(100);',
  ),
  call('a throw in a task', "env.spawn('t', async () => { throw new Error('not today'); });"),
  call('a rejection that nobody handles', "void Promise.reject(new Error('not today'));"),
  call(
    'a rejection that is caught too late',
    "const p = env.sleep(1).then(() => { throw new Error('not today'); }); " +
      'await env.sleep(9); await p.catch(() => {});',
  ),
  call('recursion without end', 'const f = (): number => 1 + f(); f();'),
  call('a string too long', "'x'.repeat(2 ** 30);"),
  call('a write to what was received', "(args as { memo: string }).memo = '';"),
];

const PLAIN: readonly Submission[] = [
  ...[
    '{ at: new Date(0) }',
    '{ list: [1, new Map()] }',
    '{ field: undefined }',
    '{ n: NaN }',
    '{ f: () => 1 }',
    '{ p: new (class Point {})() }',
    '{ get g() { return 1; } }',
    '{ big: 1n }',
    "{ text: 'x'.repeat(1e8) }",
  ].map((message) => call(`sent: ${message}`, `env.net.send(to, ${message} as never);`)),
  call('sent: a cycle', 'const a: unknown[] = []; a.push(a); env.net.send(to, a as never);'),
  call(
    'sent: nested 500 deep',
    'const deep = (n: number): unknown => (n ? [deep(n - 1)] : 0); ' +
      'env.net.send(to, deep(500) as never);',
  ),
  call('saved: a Map', 'env.disk.save({ memory: new Map() as never });'),
];

const AMBIENT: readonly Submission[] = [
  'setTimeout(() => {}, 1)',
  'setInterval(() => {}, 1)',
  'setImmediate(() => {})',
  'queueMicrotask(() => {})',
  'Date.now()',
  'new Date()',
  'performance.now()',
  'Math.random()',
  'crypto.randomUUID()',
  'process.exit(0)',
  "fetch('http://localhost')",
  "new WebSocket('ws://localhost')",
  'structuredClone({})',
  "Buffer.from('')",
  'new TextEncoder()',
  "new URL('http://localhost')",
  'new AbortController()',
  'new WebAssembly.Memory({ initial: 1 })',
  "localStorage.getItem('a')",
  'globalThis.leak = 1',
  "new Function('1')()",
  'new Proxy({}, {})',
  // The compiler would refuse most of these: what is asked here is what a run says of them.
].map((source) => call(source, `${source};`, '// @ts-nocheck'));

const NEVER_TOLD = `import { deferred } from '#harness';
import type { ClientEnv, DurableClient } from './types.ts';

export const createDurableClient = (_: ClientEnv): DurableClient => ({
  intend() {},
  outcome: () => deferred<never>().promise,
  forget() {},
});
`;

const ENDLESS: readonly Submission[] = [
  call('a loop without end', 'for (;;);'),
  before('a loop without end at import', 'for (;;);'),
  call('promises without end', 'for (;;) await Promise.resolve();'),
  call('a pattern that takes for ever', "/^(a+)+$/.test('a'.repeat(40) + 'b');"),
];

const MUCH: readonly Submission[] = [
  call('2 GB of arrays', 'const all: object[] = []; for (;;) all.push(new Array(1e6).fill(0));'),
  call(
    '2 GB of buffers',
    'const all: object[] = []; for (;;) all.push(new Uint8Array(1e8).fill(1));',
  ),
  call('a promise that never settles', 'await deferred<void>().promise;'),
  {
    ...file('durable-client.ts', NEVER_TOLD, 'an outcome that is never told'),
    only: '1d-intent',
  },
  call('sleeps without end', 'for (;;) await env.sleep(60_000);'),
  call('sleeps of no time, without end', 'for (;;) await env.sleep(0);'),
  call(
    '100,000 lines of log',
    "for (let i = 0; i < 100_000; i++) console.log('line', i); throw new Error('after them');",
  ),
];

/** The heading of what is ended by force. */
export const ENDED = 'What has no end';

/** By heading. */
export const SUBMISSIONS: Readonly<Record<string, readonly Submission[]>> = {
  'Text that cannot be read': TEXT,
  'What is thrown': THROWN,
  'What is not plain data': PLAIN,
  'Names that a node does not have': AMBIENT,
  [ENDED]: ENDLESS,
  'What is too much, or never comes': MUCH,
};
