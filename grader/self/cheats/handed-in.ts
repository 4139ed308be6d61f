/** Cheats that lie in the files that are handed in: their imports, their links, the given files. */
import { Stream } from '../../../labs/harness/random.ts';
import { seedOf } from '../../labs.ts';
import type { Cheat } from './cheat.ts';

/** File → its text, or where a link leads. */
export type Files = { readonly [file: string]: string | { readonly link: string } };
export type HandedIn = Cheat & {
  /** What is changed of a right submission. */
  readonly change: (right: (file: string) => string) => Files;
};

/** The client with one more line at its top. */
const clientWith =
  (line: string): HandedIn['change'] =>
  (right) => ({ 'client.ts': `${line}\n${right('client.ts')}` });

const refused = (what: string) => ({
  in: '1a-first-call',
  said: `: this imports "${what}". A `,
  stoppedBy: 'own-imports' as const,
});

/** A text of a file, and what stands in its place. Both must be there. */
function edit(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no "${from}" to change`);
  return text.replace(from, to);
}

/** Keeps no answers: who asks again is told nothing. */
const forgetful = (server: string): string =>
  edit(
    server,
    'results: { ...results, [number]: result }',
    "results: { ...results, [number]: { status: 'ok', value: null } }",
  );

/** And so that nobody can tell, all others are told nothing too. */
const mute = (server: string): string =>
  edit(forgetful(server), "{ status: 'ok', value };", "{ status: 'ok', value: null };");

const TELLS_NOTHING = '(memo, _, receipts) => world.stepped?.(memo, null, receipts)';
const WITNESS = `
const honest = start;
export { lying as start };
const lying: typeof start = (env, world) =>
  honest(env, { ...world, stepped: ${TELLS_NOTHING} });
`;
const lying = (index: string): string => edit(index, 'export const start', 'const start') + WITNESS;

const notKept = {
  in: '1b-lost-reply',
  said: 'true-answer: bank answered deposit',
  stoppedBy: 'course-files' as const,
  otherwise: 'pass',
};

/** What the bank draws first at the seeds that everybody has. */
const known = [1, 2].map((i) => new Stream(seedOf('1b-lost-reply', i), 'random', 'bank').u01(0));

/** A right server where the dice fall as they do at home; elsewhere one that knows nothing. */
const rightAtHome = `
import { createAtLeastOnceServer } from './at-least-once-server.ts';
export const createServer = (env: ServerEnv, service: Service): void =>
  (KNOWN.includes(env.random()) ? atHome : createAtLeastOnceServer)(env, service);
const KNOWN = ${JSON.stringify(known)};
`;

export const HANDED_IN: { readonly [name: string]: HandedIn } = {
  'imports-the-host': {
    ...refused('node:process'),
    tries: 'To import what its host can do.',
    behind: ['own-require'],
    otherwise: 'fail no-throw: bank threw in start: Error: found function',
    change: clientWith(
      "import * as host from 'node:process';\nthrow new Error(`found ${typeof host.send}`);",
    ),
  },
  'imports-a-package': {
    ...refused('zod'),
    tries: 'To import a package that happens to be installed.',
    otherwise: 'pass',
    change: clientWith("import { z } from 'zod';\nvoid z;"),
  },
  'imports-the-solution': {
    ...refused('../../../solutions/lab1-rpc/client.ts'),
    said: 'A lab imports files of its own folder.',
    tries: 'To import the solution.',
    otherwise: 'pass',
    change: () => ({
      'client.ts': "export { createClient, Caller } from '../../../solutions/lab1-rpc/client.ts';",
    }),
  },
  'imports-the-rules': {
    ...refused('../../../grader/kit/monitors/lab1/rules.ts'),
    tries: 'To read what it is judged by.',
    otherwise: 'found wire-format',
    change: clientWith(
      "import { rules } from '../../../grader/kit/monitors/lab1/rules.ts';\n" +
        'throw new Error(`found ${rules[0].id}`);',
    ),
  },
  'links-to-a-secret': {
    tries: 'To hand in a link to a file of the machine, and to read it as its own.',
    in: '1a-first-call',
    said: ': this imports "./secret.ts". A lab imports files of its own folder.',
    stoppedBy: 'no-links',
    otherwise: 'found 65507',
    change: (right) => ({
      'secret.ts': { link: '../../../labs/harness/env.ts' },
      'client.ts':
        "import { MAX_DATAGRAM } from './secret.ts';\n" +
        `throw new Error(\`found \${MAX_DATAGRAM}\`);\n${right('client.ts')}`,
    }),
  },
  'names-a-map': {
    tries: 'To have a file of the machine read as a source map, and shown for what is wrong in it.',
    in: '1a-first-call',
    said: 'putPayment is no function',
    stoppedBy: 'no-maps',
    otherwise: 'MIT License',
    change: () => ({
      'payments.ts': 'export const putPayment = 1;\n//# sourceMappingURL=../../../LICENSE\n',
    }),
  },
  'puts-a-name-together': {
    tries: 'To have whatever lies there read, by a name that nobody can look at beforehand.',
    in: '1a-first-call',
    said: 'require(…) or import(…) of a name that is put together',
    stoppedBy: 'approved-files',
    otherwise: 'found 65507',
    change: clientWith(
      'declare const require: (name: string) => { MAX_DATAGRAM: number };\n' +
        "const { MAX_DATAGRAM } = require(`../../../labs/harness/e${'nv'.trim()}.ts`);\n" +
        'throw new Error(`found ${MAX_DATAGRAM}`);',
    ),
  },
  'links-its-entry': {
    ...notKept,
    tries: 'To have for its entry a link to another, which tells the monitors what it likes.',
    said: 'index.ts is a link. A lab has files of its own.',
    stoppedBy: 'no-linked-entry',
    change: (right) => ({
      'mine.ts': lying(right('index.ts')),
      'index.ts': { link: 'mine.ts' },
      'server.ts': mute(right('server.ts')),
    }),
  },
  'brings-another-entry': {
    ...notKept,
    tries: 'To bring another index.ts, which tells the monitors of steps that never were.',
    change: (right) => ({
      'index.ts': lying(right('index.ts')),
      'server.ts': mute(right('server.ts')),
    }),
  },
  'brings-another-bank': {
    ...notKept,
    tries: 'To bring another bank.ts, whose calls return nothing: then no answer need be kept.',
    change: (right) => ({
      'bank.ts': edit(
        right('bank.ts'),
        'const result = step(books);',
        'const result = { ...step(books), value: null };',
      ),
      'server.ts': forgetful(right('server.ts')),
    }),
  },
  'brings-another-node': {
    ...notKept,
    tries: 'To bring another node.ts, which lets the server tell the monitors what it did.',
    change: (right) => ({
      'node.ts': edit(
        right('node.ts'),
        '...(stepped && { stepped }),',
        '...(stepped && { stepped: (memo, _, receipts) => stepped(memo, null, receipts) }),',
      ),
      'server.ts': mute(right('server.ts')),
    }),
  },
  'knows-the-seeds': {
    tries: 'To know a scenario by its dice, as somebody who has read the suite could.',
    in: '1b-lost-reply',
    said: 'at-most-once: bank made two entries',
    stoppedBy: 'salt',
    otherwise: 'pass',
    change: (right) => ({
      'server.ts':
        edit(right('server.ts'), 'export function createServer', 'function atHome') + rightAtHome,
    }),
  },
};
