import { expect, test } from 'vitest';
import type { Plain } from '#harness';
import { kit } from '../../kit/lab1/index.ts';

const asked = (method: string, ...args: Plain[]) => kit.labels.describeCall?.(method, args);
const answered = (method: string, value: Plain) => kit.labels.describeAnswer?.(method, value);

test('calls are told by what they are about', () => {
  const deposit = { memo: 'm1', account: 'alice', amount: 10 };
  const transfer = { memo: 'm2', from: 'alice', to: 'bob', amount: 5 };
  expect(asked('call', 0, 'bank', 'deposit', deposit, {})).toBe('deposit m1 alice 10');
  expect(asked('call', 1, 'branch', 'transfer', transfer, { within: 500 })).toBe(
    'transfer m2 alice → bob 5, at branch, within 500 ms, client 1',
  );
  expect(asked('intend', 'i1', 'bank', 'deposit', deposit)).toBe('intend i1: deposit m1 alice 10');
  expect(asked('outcome', 'i1')).toBe('outcome of i1?');
  expect(asked('forget', 'i1')).toBe('forget i1');
});

test('what a program of a play is asked is told as it was written', () => {
  expect(asked('now')).toBe('now()');
  expect(asked('split', 400, { over: 4 })).toBe('split(400, {over: 4})');
});

test('what is cut ends with one ellipsis, and a time has three decimals at most', () => {
  const value = { receipt: 123456, list: [{ a: { b: 1 } }], rest: 'of the value' };
  const said = kit.labels.describe?.({ kind: 'reply', id: 'x', result: { status: 'ok', value } });
  expect(said).toBe('reply {receipt: 123456, list: [{… [x]');
  const deposit = { memo: 'm1', account: 'alice', amount: 10 };
  expect(asked('call', 0, 'bank', 'deposit', deposit, { within: 249.141607452 })).toBe(
    'deposit m1 alice 10, within 249.142 ms',
  );
});

test('answers are told by their status, and whatever else comes as it is', () => {
  const value = { receipt: 1, balance: 10 };
  expect(answered('call', { status: 'ok', value })).toBe('ok {receipt: 1, balance: 10}');
  expect(answered('call', { status: 'unknown' })).toBe('unknown');
  expect(answered('outcome', { status: 'refused', reason: 'no-such-method' })).toBe('refused');
  expect(answered('intend', null)).toBe('done');
  expect(answered('call', null)).toBe('null');
});
