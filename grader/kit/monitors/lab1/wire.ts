/**
 * The wire of Lab 1, given once more: what the grader knows of it does not come from the code
 * that it
 * grades. A test holds this file and `types.ts` together.
 */
import type { Plain } from '#harness';

export const DEADLINE = 10_000;
export const MAX_SILENCE = 2_000;
export const MAX_SPAN = 64;
/** How many entries the last page of the books holds. */
export const PAGE = 32;
export const MAX_ID = 128;

/** Timers wake a moment late, and so does whoever works in whole milliseconds. */
export const GRACE = 5;

type Fields = { readonly [key: string]: Plain };
export type Shape = 'request' | 'reply' | 'note';
export type Misfit = { readonly path: string; readonly wants: string };

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is wrong with a message, undefined if nothing is. Fields that nobody knows are no fault:
 * formats
 * grow, and a seal must ride somewhere.
 */
export function misfit(message: unknown): Misfit | undefined {
  if (typeof message !== 'object' || message === null)
    return { path: 'message', wants: 'an object' };
  const fields = message as Fields;
  const { kind } = fields;
  if (kind === 'note') return missing(fields, 'extra');
  if (kind !== 'request' && kind !== 'reply') {
    return { path: 'message.kind', wants: "'request', 'reply' or 'note'" };
  }
  const { id } = fields;
  if (typeof id !== 'string') return { path: 'message.id', wants: 'a string' };
  if (id.length > MAX_ID) return { path: 'message.id', wants: `at most ${MAX_ID} characters` };
  return kind === 'request' ? misfitOfRequest(fields) : misfitOfResult(fields['result']);
}

function misfitOfRequest(fields: Fields): Misfit | undefined {
  if (typeof fields['method'] !== 'string') return { path: 'message.method', wants: 'a string' };
  return missing(fields, 'args');
}

function misfitOfResult(result: unknown): Misfit | undefined {
  if (typeof result !== 'object' || result === null)
    return { path: 'message.result', wants: 'an object' };
  const { status, value, reason } = result as Fields;
  if (status === 'ok') return value === undefined ? lacks('message.result.value') : undefined;
  if (status !== 'refused') return { path: 'message.result.status', wants: "'ok' or 'refused'" };
  if (reason === 'no-such-method') return undefined;
  return { path: 'message.result.reason', wants: "'no-such-method'" };
}

const lacks = (path: string): Misfit => ({ path, wants: 'a value' });

const missing = (fields: Fields, name: string): Misfit | undefined =>
  fields[name] === undefined ? lacks(`message.${name}`) : undefined;

/** The application's note on the call, which names it. */
export function memoOf(args: unknown): string | undefined {
  const memo = isFields(args) ? args['memo'] : undefined;
  return typeof memo === 'string' ? memo : undefined;
}

/** Methods that make an entry in the books; a `balance` only reads them. */
const ENTERING: ReadonlySet<string> = new Set(['deposit', 'transfer', 'setOwner', 'putPayment']);
export const makesEntry = (method: string): boolean => ENTERING.has(method);
