/**
 * The wire and the disk of Lab 3, given once more: what the grader knows of them does not come from
 * the code that it grades. A test holds this file and `types.ts` together.
 */
import type { NodeId, Plain } from '#harness';
import type {
  AppendEntriesArgs,
  AppendEntriesReply,
  InstallSnapshotArgs,
  InstallSnapshotReply,
  RequestVoteArgs,
  RequestVoteReply,
} from '../../../../labs/lab3-raft/types.ts';

export const HEARTBEAT_INTERVAL = 50;
export const ELECTION_TIMEOUT_MIN = 250;
export const ELECTION_TIMEOUT_MAX = 500;
export const MAX_ENTRIES = 100;

export type Misfit = { readonly path: string; readonly wants: string };

/** What one server asks of another. */
export type Question =
  | { readonly method: 'RequestVote'; readonly args: RequestVoteArgs }
  | { readonly method: 'AppendEntries'; readonly args: AppendEntriesArgs }
  | { readonly method: 'InstallSnapshot'; readonly args: InstallSnapshotArgs };

/** What it is told. */
export type Answer =
  | { readonly method: 'RequestVote'; readonly reply: RequestVoteReply }
  | { readonly method: 'AppendEntries'; readonly reply: AppendEntriesReply }
  | { readonly method: 'InstallSnapshot'; readonly reply: InstallSnapshotReply };

export type QuestionMessage = Question & { readonly kind: 'rpc'; readonly call: number };
export type AnswerMessage = Answer & {
  readonly kind: 'rpc-reply';
  readonly call: number;
  readonly delivery: number;
};
export type Message = QuestionMessage | AnswerMessage;

type Fields = { readonly [key: string]: Plain };
type Check = (value: Plain | undefined, from: NodeId) => string | undefined;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least;

const count: Check = (value) => (isCount(value, 0) ? undefined : 'a whole number, 0 or more');
const positive: Check = (value) => (isCount(value, 1) ? undefined : 'a whole number from 1 on');
const maybe: Check = (value) => (value === undefined ? undefined : count(value, ''));
const names: Check = (value) =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    ? undefined
    : 'the names of servers';
const truth: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const something: Check = (value) => (value === undefined ? 'a value' : undefined);
const itself: Check = (value, from) =>
  value === from ? undefined : `the name of its sender, '${from}'`;

const SHAPES: { readonly [shape: string]: { readonly [field: string]: Check } } = {
  'RequestVote.args': {
    term: positive,
    candidateId: itself,
    lastLogIndex: count,
    lastLogTerm: count,
  },
  'RequestVote.reply': { term: count, voteGranted: truth },
  'AppendEntries.args': {
    term: positive,
    leaderId: itself,
    prevLogIndex: count,
    prevLogTerm: count,
    leaderCommit: count,
  },
  'AppendEntries.reply': {
    term: count,
    success: truth,
    conflictTerm: maybe,
    conflictIndex: maybe,
  },
  'InstallSnapshot.args': {
    term: positive,
    leaderId: itself,
    lastIncludedIndex: positive,
    lastIncludedTerm: positive,
    data: something,
    servers: names,
  },
  'InstallSnapshot.reply': { term: count },
  log: { lastIncludedIndex: count, lastIncludedTerm: count },
  snapshot: {
    lastIncludedIndex: positive,
    lastIncludedTerm: positive,
    data: something,
    servers: names,
  },
};

const METHODS: ReadonlySet<unknown> = new Set<Question['method']>([
  'RequestVote',
  'AppendEntries',
  'InstallSnapshot',
]);

/** Part E. What these say is of no weight for the rules of parts A to D. */
const CHALLENGES: typeof SHAPES = {
  'PreVote.args': SHAPES['RequestVote.args'] ?? {},
  'PreVote.reply': SHAPES['RequestVote.reply'] ?? {},
  'TimeoutNow.args': { term: positive, leaderId: itself },
  'TimeoutNow.reply': { term: count },
};
/** All of them, each as a list of its fields. */
const FIELDS = new Map(
  Object.entries({ ...SHAPES, ...CHALLENGES }).map(([shape, fields]) => [
    shape,
    Object.entries(fields),
  ]),
);

/**
 * What is wrong with the fields of a thing of this shape, undefined if nothing is. Fields that
 * nobody knows are no fault: formats grow.
 */
function misfitOf(shape: string, value: unknown, path: string, from = ''): Misfit | undefined {
  if (!isFields(value)) return { path, wants: 'an object' };
  for (const [field, check] of FIELDS.get(shape) ?? []) {
    const wants = check(value[field], from);
    if (wants !== undefined) return { path: `${path}.${field}`, wants };
  }
  return undefined;
}

function misfitOfEntries(
  entries: unknown,
  path: string,
  known: readonly unknown[],
): Misfit | undefined {
  if (!Array.isArray(entries)) return { path, wants: 'an array of entries' };
  for (let i = 0; i < entries.length; i++) {
    const entry: unknown = entries[i];
    if (entry === known[i]) continue;
    const at = `${path}[${i}]`;
    if (!isFields(entry)) return { path: at, wants: 'an entry' };
    if (!isCount(entry['term'], 1))
      return { path: `${at}.term`, wants: 'a whole number from 1 on' };
    if (entry['command'] === undefined) return { path: `${at}.command`, wants: 'a value' };
  }
  return undefined;
}

/** What is wrong with a message that a server sends, undefined if nothing is. */
export function misfit(message: Plain, from: NodeId): Misfit | undefined {
  if (!isFields(message)) return { path: 'message', wants: 'a call by env.rpc, or its reply' };
  const { kind, method } = message;
  const part = kind === 'rpc' ? 'args' : kind === 'rpc-reply' ? 'reply' : undefined;
  if (!part) return { path: 'message', wants: 'a call by env.rpc, or its reply' };
  const shape = `${String(method)}.${part}`;
  if (!FIELDS.has(shape))
    return { path: 'message.method', wants: 'RequestVote, AppendEntries or InstallSnapshot' };
  const wrong = misfitOf(shape, message[part], shape, from);
  if (wrong || shape !== 'AppendEntries.args') return wrong;
  const { entries } = message[part] as Fields;
  const path = `${shape}.entries`;
  if (Array.isArray(entries) && entries.length > MAX_ENTRIES)
    return { path, wants: `at most ${MAX_ENTRIES} entries` };
  return misfitOfEntries(entries, path, []);
}

/** Whether this is one of the messages of parts A to D. What was sent has been checked. */
export const isMessage = (message: Plain): boolean =>
  isFields(message) &&
  (message['kind'] === 'rpc' || message['kind'] === 'rpc-reply') &&
  METHODS.has(message['method']);

/**
 * What is wrong with a cell that is saved. Entries that stood at their places before, `known`, have
 * been looked at.
 */
export function misfitOfCell(
  cell: string,
  value: Plain,
  known: readonly unknown[] = [],
): Misfit | undefined {
  const path = `cell ${cell}`;
  // A cell that was dropped is one that was never saved.
  if (value === null) return undefined;
  if (cell === 'currentTerm')
    return isCount(value, 0) ? undefined : { path, wants: 'a whole number, 0 or more' };
  if (cell === 'votedFor')
    return typeof value === 'string' ? undefined : { path, wants: 'the name of a server, or null' };
  if (cell === 'snapshot') return misfitOf('snapshot', value, path);
  if (cell !== 'log') return undefined;
  const wrong = misfitOf('log', value, path);
  return wrong ?? misfitOfEntries((value as Fields)['entries'], `${path}.entries`, known);
}

/** What `propose` may return: where the command stands, or nothing. */
export const isProposed = (value: Plain): value is { index: number; term: number } =>
  isFields(value) && isCount(value['index'], 1) && isCount(value['term'], 1);
