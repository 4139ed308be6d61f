/** Submissions for Lab 1 with one bad thing in each: what is wrong, and the file that has it. */
export type Submission = {
  readonly name: string;
  /** File of the lab → its text; null: the student has deleted it. */
  readonly files: Readonly<Record<string, string | null>>;
};

/** A client whose `call` does one thing. It stands on line 6. */
const calling = (body: string, before = ''): Submission['files'] => ({
  'client.ts': `import { deferred } from '#harness';
import type { Client, ClientEnv } from './types.ts';
${before}
export const createClient = (env: ClientEnv): Client => ({
  async call(to, method, args) {
    ${body}
    return { status: 'unknown' };
  },
});
`,
});

const call = (name: string, body: string, before = ''): Submission => ({
  name,
  files: calling(body, before),
});

const TEXT: readonly Submission[] = [
  { name: 'a file is missing', files: { 'client.ts': null } },
  { name: 'the entry is missing', files: { 'index.ts': null } },
  call('a syntax error', 'const = 3;'),
  call('a bracket is never closed', 'if (to) {'),
  call('a type error: graded all the same', 'const n: number = to; env.trace(String(n));'),
  { name: 'an empty file', files: { 'client.ts': '' } },
  { name: 'an export is missing', files: { 'client.ts': 'export const other = 1;\n' } },
  { name: 'an export is no function', files: { 'client.ts': 'export const createClient = 7;\n' } },
  { name: 'the entry exports no start', files: { 'index.ts': 'export const begin = 1;\n' } },
  { name: 'start returns nothing', files: { 'index.ts': 'export const start = () => {};\n' } },
  call('a package is imported', '', "import fs from 'node:fs';"),
  call('a module of another folder is imported', '', "import '../../grader/labs.ts';"),
  call('require is called', "require('node:fs');"),
  call('import is called', "await import('node:fs');"),
  call('import is called on a computed name', "const f = 'node:' + 'fs'; await import(f);"),
  call('text that looks like an import', "env.trace('an import(x) in a string');"),
  call('text that looks like an HTML comment', 'env.trace("<!-- in a string -->");'),
  call('eval is called', "eval('1 + 1');"),
  call('an import that goes in a circle', '', "import './client.ts';"),
  { name: 'a file that is no text', files: { 'client.ts': '\u0000\u0001\uFFFD' } },
];

const THROWN: readonly Submission[] = [
  call('a throw at import', '', "throw new Error('not today');"),
  call('a promise that rejects at import', '', "void Promise.reject(new Error('not today'));"),
  call('a throw in a call', "throw new Error('not today');"),
  call('undefined is read', '(undefined as never as { field: string }).field;'),
  call('a throw of a string', "throw 'not today';"),
  call(
    'a throw in a receiver',
    'env.net.receive(() => { throw new Error("not today"); });' +
      " env.net.send(to, { kind: 'request' } as never); await env.sleep(5000);",
  ),
  call('a throw in a spawned task', 'env.spawn("t", async () => { throw new Error("no"); });'),
  call('a rejection that nobody handles', "void Promise.reject(new Error('not today'));"),
  call(
    'a rejection caught too late',
    "const p = env.sleep(1).then(() => { throw new Error('no'); });" +
      ' await env.sleep(9); await p.catch(() => {});',
  ),
  call('recursion without end', 'const f = (): number => 1 + f(); f();'),
  call('an answer of another shape', "return { status: 'fine' } as never;"),
  call('a write to what was received', '(args as { memo: string }).memo = "";'),
];

const ENDLESS: readonly Submission[] = [
  call('a loop without end', 'for (;;);'),
  call('promises without end', 'for (;;) await Promise.resolve();'),
  call('a loop without end at import', '', 'for (;;);'),
  call('a catastrophic regular expression', "/^(a+)+$/.test('a'.repeat(40) + 'b');"),
  call('2 GB of objects', 'const all: object[] = []; for (;;) all.push({ a: [1, 2, 3] });'),
  call(
    '2 GB of buffers',
    'const all: object[] = []; for (;;) all.push(new Uint8Array(1e8).fill(1));',
  ),
  call('a string too long', "'x'.repeat(2 ** 30);"),
  call('a promise that never settles', 'await deferred<void>().promise;'),
  call('a pause for ever', 'for (;;) await env.sleep(60_000);'),
  call('a loop that sleeps no time', 'for (;;) await env.sleep(0);'),
  call('100,000 lines of log', 'for (let i = 0; i < 100_000; i++) console.log("line", i);'),
];

const send = (message: string): string =>
  `class Point {} const cycle: unknown[] = []; cycle.push(cycle); const deep = (n: number): unknown => n ? [deep(n - 1)] : 0;
    env.net.send(to, ${message} as never); void [Point, cycle, deep];`;

const NOT_PLAIN: readonly Submission[] = [
  ...[
    '{ at: new Date(0) }',
    '{ list: [1, new Map()] }',
    '{ field: undefined }',
    '{ n: NaN }',
    '{ f: () => 1 }',
    '{ p: new Point() }',
    '{ get g() { return 1; } }',
    '{ s: Symbol() }',
    '{ big: 1n }',
    'cycle',
    'deep(500)',
    '{ text: "x".repeat(1e8) }',
  ].map((message) => call(`a message ${message}`, send(message))),
  call('a cell that is a Map', 'env.disk.save({ memory: new Map() as never });'),
];

const AMBIENT: readonly Submission[] = [
  'setTimeout(() => {}, 1)',
  'setInterval(() => {}, 1)',
  'setImmediate(() => {})',
  'Date.now()',
  'new Date()',
  'Math.random()',
  "fetch('http://example.com')",
  'process.exit(0)',
  'performance.now()',
  'crypto.randomUUID()',
  'queueMicrotask(() => {})',
  'structuredClone({})',
  "Buffer.from('')",
  'globalThis.leak = 1',
  'new Function("1")()',
  'new Proxy({}, {})',
  'new AbortController()',
  'new WebAssembly.Memory({ initial: 1 })',
  'window.alert()',
].map((source) => call(source, `${source};`, '// @ts-nocheck'));

export const SUBMISSIONS: Readonly<Record<string, readonly Submission[]>> = {
  'Text that cannot be read': TEXT,
  'What is thrown': THROWN,
  'What does not end': ENDLESS,
  'What is no plain data': NOT_PLAIN,
  'Ambient names': AMBIENT,
};
